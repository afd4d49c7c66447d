package dev.chasqui.application.port.exchange;

/**
 * The tokens, images and audio that a request may use, before it has run.
 *
 * @param prompt the tokens of its text
 * @param completion the most tokens of its answer, by its own bound or a usual one
 * @param media the images and the audio
 */
public record TokenEstimate(long prompt, long completion, MediaUsage media) {
    /** The estimate of a request without text. */
    public static final TokenEstimate NONE = new TokenEstimate(0, 0);

    /** The bytes of text that make a token, on average over languages and code. */
    private static final int BYTES_PER_TOKEN = 4;

    /** Makes the estimate of a request for text. */
    public TokenEstimate(long prompt, long completion) {
        this(prompt, completion, MediaUsage.NONE);
    }

    /** Returns the tokens of a text of so many bytes. */
    public static long tokens(long bytes) {
        return Math.ceilDiv(bytes, BYTES_PER_TOKEN);
    }

    /** Returns the sum of the tokens. */
    public long total() {
        return prompt + completion;
    }
}
