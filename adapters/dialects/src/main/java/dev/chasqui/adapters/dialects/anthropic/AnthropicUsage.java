package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.reply.Counts;
import dev.chasqui.adapters.dialects.reply.SideChannels;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a reply used, in both directions. The tokens that came from a cache or went into one are
 * counted beside the others here, and are among them everywhere else.
 */
final class AnthropicUsage {
    private static final String MEMBER = "usage";
    private static final String INPUT = "input_tokens";
    private static final String OUTPUT = "output_tokens";
    private static final String CACHE_READ = "cache_read_input_tokens";
    private static final String CACHE_WRITTEN = "cache_creation_input_tokens";

    private AnthropicUsage() {}

    /**
     * The usage that a message reports; empty if it reports none.
     *
     * @param said the member {@code usage}
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

    /** A later report over an earlier one: what it does not tell is as it was. */
    static Json later(Json before, Json now) {
        if (before instanceof Json.Obj first && now instanceof Json.Obj second) {
            return first.withAll(second);
        }
        return now instanceof Json.Obj ? now : before;
    }

    /** The usage; with zeros where it is not known, since clients add the counts up. */
    static Json.Obj write(Optional<Usage> usage) {
        long cached = usage.map(Usage::cachedTokens).orElse(OptionalLong.empty()).orElse(0);
        long prompt = usage.map(Usage::promptTokens).orElse(0L);
        return Json.Obj.EMPTY
                .with(INPUT, Json.of(Math.max(0, prompt - cached)))
                .with(CACHE_WRITTEN, Json.of(0))
                .with(CACHE_READ, Json.of(cached))
                .with(OUTPUT, Json.of(usage.map(Usage::completionTokens).orElse(0L)));
    }

    /** The reply with its usage; a member of our own says where it is an estimate. */
    static Json.Obj put(Json.Obj reply, Optional<Usage> usage) {
        Json.Obj with = reply.with(MEMBER, write(usage));
        return usage.filter(Usage::estimated).isPresent()
                ? SideChannels.add(with, Json.Obj.EMPTY.with("usage_estimated", Json.of(true)))
                : with;
    }
}
