package dev.chasqui.domain.reply;

import java.util.OptionalLong;

/**
 * The tokens and the time that a reply used.
 *
 * @param promptTokens the tokens read, cached ones included
 * @param completionTokens the tokens written, reasoning included
 * @param cachedTokens the tokens of the prompt that came from a cache; empty if the backend does
 *     not say
 * @param reasoningTokens the written tokens that were reasoning; empty if the backend does not say
 * @param timings the times by the backend's own clock; {@link Timings#UNKNOWN} if it does not say
 * @param estimated true if the counts are our estimate
 */
public record Usage(
        long promptTokens,
        long completionTokens,
        OptionalLong cachedTokens,
        OptionalLong reasoningTokens,
        Timings timings,
        boolean estimated) {

    public static Usage of(long promptTokens, long completionTokens) {
        return new Usage(
                promptTokens,
                completionTokens,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Timings.UNKNOWN,
                false);
    }

    public long totalTokens() {
        return promptTokens + completionTokens;
    }

    public Usage withTimings(Timings timings) {
        return new Usage(
                promptTokens, completionTokens, cachedTokens, reasoningTokens, timings, estimated);
    }
}
