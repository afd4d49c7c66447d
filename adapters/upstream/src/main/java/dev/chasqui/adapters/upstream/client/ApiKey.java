package dev.chasqui.adapters.upstream.client;

/**
 * The secret key of a backend. Its {@code toString} does not show it.
 *
 * @param secret the key in visible ASCII characters, as it follows {@code Bearer}
 */
public record ApiKey(String secret) {

    /**
     * Checks the characters of the key.
     *
     * @throws IllegalArgumentException if the secret is empty or has a character that no header may
     *     hold
     */
    public ApiKey {
        if (secret.isEmpty() || !secret.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "the API key is empty or has a character that is not visible ASCII (expected:"
                            + " the key alone, without quotes or a line break)");
        }
    }

    @Override
    public String toString() {
        return "ApiKey[...]";
    }
}
