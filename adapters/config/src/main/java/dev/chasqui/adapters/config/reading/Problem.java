package dev.chasqui.adapters.config.reading;

/**
 * A mistake in the configuration, or a warning.
 *
 * @param place the place at which it was given
 * @param path the key that it is about, such as {@code backends[0].url}; empty if it is about none
 * @param message the wrong value and the expected one; never a secret
 */
public record Problem(ConfigPosition place, String path, String message) {

    /**
     * Returns the line to print, such as {@code config.json:3:5: server.port: 70000 (expected: 0 to
     * 65535)}.
     */
    @Override
    public String toString() {
        return place + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
