package dev.chasqui.adapters.http.edge;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The web pages and local apps from which a browser may send requests. */
final class AllowedOrigins {
    private static final Set<String> APPS =
            Set.of("app://", "file://", "tauri://", "vscode-webview://");

    private final AllowedHosts local = new AllowedHosts(Set.of());
    private final Set<String> configured;

    AllowedOrigins(Set<String> configured) {
        this.configured =
                configured.stream()
                        .map(origin -> origin.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Returns true if an origin is local or configured. The origin {@code null} of sandboxed pages
     * is neither.
     */
    boolean allows(String origin) {
        String given = origin.toLowerCase(Locale.ROOT);
        return configured.contains(given)
                || APPS.stream().anyMatch(given::startsWith)
                || isLocal(given, "http://")
                || isLocal(given, "https://");
    }

    private boolean isLocal(String origin, String scheme) {
        return origin.startsWith(scheme) && local.allows(origin.substring(scheme.length()));
    }
}
