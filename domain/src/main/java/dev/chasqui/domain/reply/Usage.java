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

    /**
     * Returns the tokens of two replies together. What one of them does not say counts as none;
     * their times are not added.
     */
    public Usage plus(Usage other) {
        return new Usage(
                promptTokens + other.promptTokens,
                completionTokens + other.completionTokens,
                sum(cachedTokens, other.cachedTokens),
                sum(reasoningTokens, other.reasoningTokens),
                Timings.UNKNOWN,
                estimated || other.estimated);
    }

    private static OptionalLong sum(OptionalLong a, OptionalLong b) {
        return a.isEmpty() && b.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(a.orElse(0) + b.orElse(0));
    }
}
