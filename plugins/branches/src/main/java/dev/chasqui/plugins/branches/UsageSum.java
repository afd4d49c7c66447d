package dev.chasqui.plugins.branches;

import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Adds up the usage of several replies. */
final class UsageSum {
    private UsageSum() {}

    /**
     * Returns the sum; empty if no part is known. Times are added too, so that tokens per second
     * are the average.
     *
     * @param parts the usage of each reply; if one is unknown, the sum is marked as an estimate
     */
    static Optional<Usage> of(List<Optional<Usage>> parts) {
        boolean someUnknown = parts.stream().anyMatch(Optional::isEmpty);
        return parts.stream()
                .flatMap(Optional::stream)
                .reduce(UsageSum::plus)
                .map(sum -> someUnknown ? estimated(sum) : sum);
    }

    private static Usage plus(Usage one, Usage other) {
        return new Usage(
                one.promptTokens() + other.promptTokens(),
                one.completionTokens() + other.completionTokens(),
                plus(one.cachedTokens(), other.cachedTokens()),
                plus(one.reasoningTokens(), other.reasoningTokens()),
                plus(one.timings(), other.timings()),
                one.estimated() || other.estimated());
    }

    private static OptionalLong plus(OptionalLong one, OptionalLong other) {
        return one.isEmpty() && other.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(one.orElse(0) + other.orElse(0));
    }

    private static Timings plus(Timings one, Timings other) {
        return new Timings(
                one.total().plus(other.total()),
                one.load().plus(other.load()),
                one.prompt().plus(other.prompt()),
                one.completion().plus(other.completion()));
    }

    private static Usage estimated(Usage usage) {
        return new Usage(
                usage.promptTokens(),
                usage.completionTokens(),
                usage.cachedTokens(),
                usage.reasoningTokens(),
                usage.timings(),
                true);
    }
}
