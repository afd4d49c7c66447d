package dev.chasqui.adapters.hub;

/**
 * An account's access token. Its {@code toString} does not show it.
 *
 * @param secret the token, in visible ASCII, as it follows {@code Bearer}
 */
public record HubToken(String secret) {

    /**
     * @throws IllegalArgumentException if the secret is empty or has characters that a header may
     *     not hold
     */
    public HubToken {
        if (secret.isEmpty() || !secret.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "HF_TOKEN is empty or has a character that is not visible ASCII (expected: the"
                            + " token alone, without quotes or a line break)");
        }
    }

    @Override
    public String toString() {
        return "HubToken[...]";
    }
}
