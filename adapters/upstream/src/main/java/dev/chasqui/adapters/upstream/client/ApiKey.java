package dev.chasqui.adapters.upstream.client;

/**
 * A secret that a backend wants to see. Its {@code toString} does not show it.
 *
 * @param secret visible ASCII characters, as they follow {@code Bearer}
 */
public record ApiKey(String secret) {

    /**
     * @throws IllegalArgumentException if the secret is empty or has characters that no header may
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
