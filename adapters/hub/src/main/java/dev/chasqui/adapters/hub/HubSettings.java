package dev.chasqui.adapters.hub;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of the hub: the source of models and the folder for them.
 *
 * @param endpoint the hub, or a mirror of it (default {@link HubEndpoint#DEFAULT})
 * @param token the account's token; models behind a licence need one
 * @param cache the folder that the hub's own tools use as well; it is created if it is missing
 * @param timeouts the limits of waits and tries
 * @param offline true if no request is sent and only complete models in the cache are used
 * @param proxies the proxies for the hub and for the addresses to which it redirects
 */
public record HubSettings(
        HubEndpoint endpoint,
        Optional<HubToken> token,
        Path cache,
        HubTimeouts timeouts,
        boolean offline,
        HubProxies proxies) {
    private static final Set<String> YES = Set.of("1", "on", "yes", "true");

    /** Creates settings without a proxy. */
    public HubSettings(
            HubEndpoint endpoint,
            Optional<HubToken> token,
            Path cache,
            HubTimeouts timeouts,
            boolean offline) {
        this(endpoint, token, cache, timeouts, offline, HubProxies.NONE);
    }

    /**
     * Reads the variables that the hub's own tools use: {@code HF_ENDPOINT}, {@code HF_TOKEN},
     * {@code HF_HUB_OFFLINE}, and for the cache {@code HF_HUB_CACHE}, {@code HF_HOME} or {@code
     * XDG_CACHE_HOME}, else {@code .cache/huggingface/hub} in the home folder; and those of {@link
     * HubProxies}. Empty ones count as missing.
     *
     * @throws IllegalArgumentException if one has a value that is not valid
     */
    public static HubSettings fromEnvironment(Map<String, String> environment) {
        return new HubSettings(
                value(environment, "HF_ENDPOINT")
                        .map(HubEndpoint::parse)
                        .orElse(HubEndpoint.DEFAULT),
                value(environment, "HF_TOKEN").map(HubToken::new),
                cache(environment),
                HubTimeouts.DEFAULT,
                value(environment, "HF_HUB_OFFLINE")
                        .filter(text -> YES.contains(text.toLowerCase(Locale.ROOT)))
                        .isPresent(),
                HubProxies.fromEnvironment(environment));
    }

    /** Returns these settings with another folder for downloaded files. */
    public HubSettings withCache(Path folder) {
        return new HubSettings(endpoint, token, folder, timeouts, offline, proxies);
    }

    private static Path cache(Map<String, String> environment) {
        return value(environment, "HF_HUB_CACHE")
                .map(Path::of)
                .or(() -> value(environment, "HF_HOME").map(home -> Path.of(home, "hub")))
                .or(
                        () ->
                                value(environment, "XDG_CACHE_HOME")
                                        .map(folder -> Path.of(folder, "huggingface", "hub")))
                .orElseGet(
                        () ->
                                Path.of(
                                        System.getProperty("user.home"),
                                        ".cache",
                                        "huggingface",
                                        "hub"));
    }

    static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
