package dev.chasqui.application.port.registry;

/**
 * The secret key that a server demands, of the config or registered. Its {@code toString} does not
 * show it.
 *
 * @param secret the key in visible ASCII characters
 */
public record ServerKey(String secret) {
    private static final int SHOWN = 4;

    /** The shortest key of which the last characters may be shown: the others are enough. */
    private static final int LEAST_SHOWN = 12;

    /**
     * Checks the characters of the key.
     *
     * @throws IllegalArgumentException if a header cannot hold it; the message does not show it
     */
    public ServerKey {
        if (secret.isEmpty() || !secret.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "the API key is empty or has a character that is not visible ASCII (expected:"
                            + " the key alone, without quotes or a line break)");
        }
    }

    /** Returns a text that reminds its owner of the key and is of no use to others. */
    public String masked() {
        return secret.length() < LEAST_SHOWN
                ? "***"
                : "***" + secret.substring(secret.length() - SHOWN);
    }

    @Override
    public String toString() {
        return "ServerKey[...]";
    }
}
