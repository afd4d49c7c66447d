package dev.chasqui.domain.reply;

import java.util.OptionalLong;

/**
 * What a reply used.
 *
 * @param promptTokens tokens read, cached ones included
 * @param completionTokens tokens written, reasoning included
 * @param cachedTokens how many of the prompt's tokens came from a cache, where the backend says it
 * @param reasoningTokens how many of the written tokens were reasoning, where the backend says it
 * @param timings how long it took by the backend's own clock; {@link Timings#UNKNOWN} where it does
 *     not say
 * @param estimated whether the counts are our estimate
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
