package dev.chasqui.adapters.config;

/**
 * A mistake in the configuration.
 *
 * @param path the key it is about, such as {@code backends[0].url}; empty where it is about none
 * @param message what is wrong and what was expected; never a secret
 */
public record Problem(Place place, String path, String message) {

    /** Such as {@code config.json:3:5: server.port: 70000 (expected: 0 to 65535)}. */
    @Override
    public String toString() {
        return place + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
