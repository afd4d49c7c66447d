package dev.chasqui.adapters.http.edge;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names under which clients may address this server.
 *
 * <p>A page of a foreign site can make its own name point to 127.0.0.1 and then send requests as
 * that site (DNS rebinding); the {@code Host} header shows that name. Safe for use by several
 * threads.
 */
final class AllowedHosts {
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(\\[[0-9a-f:.]+\\]|[^:\\[\\]@/]+)(?::\\d{1,5})?");
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> configured;

    /** The last authority that was allowed; most clients of a server use the same name. */
    private volatile String allowedBefore = "localhost";

    AllowedHosts(Set<String> configured) {
        this.configured =
                configured.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns true if a host with an optional port is local or configured. */
    boolean allows(String authority) {
        if (authority.equals(allowedBefore)) {
            return true;
        }
        Matcher parts = HOST_AND_PORT.matcher(authority.toLowerCase(Locale.ROOT));
        boolean allowed = parts.matches() && isAllowedName(parts.group(1));
        if (allowed) {
            allowedBefore = authority;
        }
        return allowed;
    }

    private boolean isAllowedName(String host) {
        return LOCAL.contains(host) || configured.contains(host);
    }
}
