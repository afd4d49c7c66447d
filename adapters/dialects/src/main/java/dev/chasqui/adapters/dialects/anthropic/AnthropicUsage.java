package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.reply.Counts;
import dev.chasqui.adapters.dialects.reply.SideChannels;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A converter between the member {@code usage} and {@link Usage}. In this dialect {@code
 * input_tokens} excludes the tokens that were read from a cache or written to it; {@link
 * Usage#promptTokens} includes them.
 */
final class AnthropicUsage {
    private static final String MEMBER = "usage";
    private static final String INPUT = "input_tokens";
    private static final String OUTPUT = "output_tokens";
    private static final String CACHE_READ = "cache_read_input_tokens";
    private static final String CACHE_WRITTEN = "cache_creation_input_tokens";

    private AnthropicUsage() {}

    /**
     * Returns the usage that a message reports; empty if it reports none.
     *
     * @param said the value of the member {@code usage}
     */
    static Optional<Usage> read(Json said) {
        if (!(said instanceof Json.Obj usage) || usage.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong read = Counts.count(usage, CACHE_READ);
        return Optional.of(
                new Usage(
                        Counts.count(usage, INPUT).orElse(0)
                                + read.orElse(0)
                                + Counts.count(usage, CACHE_WRITTEN).orElse(0),
                        Counts.count(usage, OUTPUT).orElse(0),
                        read,
                        OptionalLong.empty(),
                        Timings.UNKNOWN,
                        false));
    }

    /** Returns an earlier report in which the members of a later report replace its own. */
    static Json later(Json before, Json now) {
        if (before instanceof Json.Obj first && now instanceof Json.Obj second) {
            return first.withAll(second);
        }
        return now instanceof Json.Obj ? now : before;
    }

    /** Returns the member {@code usage}; unknown counts are 0, since clients add the counts up. */
    static Json.Obj write(Optional<Usage> usage) {
        long cached = usage.map(Usage::cachedTokens).orElse(OptionalLong.empty()).orElse(0);
        long prompt = usage.map(Usage::promptTokens).orElse(0L);
        return Json.Obj.EMPTY
                .with(INPUT, Json.of(Math.max(0, prompt - cached)))
                .with(CACHE_WRITTEN, Json.of(0))
                .with(CACHE_READ, Json.of(cached))
                .with(OUTPUT, Json.of(usage.map(Usage::completionTokens).orElse(0L)));
    }

    /** Returns the reply with its usage; a side channel marks an estimate. */
    static Json.Obj put(Json.Obj reply, Optional<Usage> usage) {
        Json.Obj with = reply.with(MEMBER, write(usage));
        return usage.filter(Usage::estimated).isPresent()
                ? SideChannels.add(with, Json.Obj.EMPTY.with("usage_estimated", Json.of(true)))
                : with;
    }
}
