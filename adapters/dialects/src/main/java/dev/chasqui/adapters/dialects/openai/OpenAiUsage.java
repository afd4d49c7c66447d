package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.reply.Counts;
import dev.chasqui.adapters.dialects.reply.SideChannels;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The reader and writer of the usage of a reply, in OpenAI's form ({@code usage}) and llama.cpp's
 * ({@code timings}).
 */
final class OpenAiUsage {
    private static final double NANOS_PER_MILLI = 1e6;

    private OpenAiUsage() {}

    /**
     * Returns the usage that a chunk or a whole reply reports, with timings if there are any.
     *
     * @param member the member {@code usage}
     * @param timings the member {@code timings}
     */
    static Optional<Usage> reported(Json member, Json timings) {
        if (!(member instanceof Json.Obj usage)) {
            return Optional.empty();
        }
        return Optional.of(
                new Usage(
                        Counts.count(usage, "prompt_tokens").orElse(0),
                        Counts.count(usage, "completion_tokens").orElse(0),
                        detail(usage, "prompt_tokens_details", "cached_tokens"),
                        detail(usage, "completion_tokens_details", "reasoning_tokens"),
                        measured(timings).map(Usage::timings).orElse(Timings.UNKNOWN),
                        false));
    }

    /** Returns the usage that follows from llama.cpp's timings. */
    static Optional<Usage> measured(Json member) {
        if (!(member instanceof Json.Obj timings)) {
            return Optional.empty();
        }
        OptionalLong cached = Counts.count(timings, "cache_n");
        Duration prompt = Counts.time(timings, "prompt_ms", NANOS_PER_MILLI);
        Duration completion = Counts.time(timings, "predicted_ms", NANOS_PER_MILLI);
        return Optional.of(
                new Usage(
                        cached.orElse(0) + Counts.count(timings, "prompt_n").orElse(0),
                        Counts.count(timings, "predicted_n").orElse(0),
                        cached,
                        OptionalLong.empty(),
                        new Timings(prompt.plus(completion), Duration.ZERO, prompt, completion),
                        false));
    }

    /** Returns OpenAI's object; unknown members of {@code before} are kept. */
    static Json.Obj write(Usage usage, Json.Obj before) {
        Json.Obj written =
                before.with("prompt_tokens", Json.of(usage.promptTokens()))
                        .with("completion_tokens", Json.of(usage.completionTokens()))
                        .with("total_tokens", Json.of(usage.totalTokens()));
        written =
                withDetail(written, "prompt_tokens_details", "cached_tokens", usage.cachedTokens());
        return withDetail(
                written, "completion_tokens_details", "reasoning_tokens", usage.reasoningTokens());
    }

    /** Returns the reply with a usage; a member of our own marks an estimate. */
    static Json.Obj put(Json.Obj reply, Usage usage) {
        Json.Obj before =
                reply.members().get("usage") instanceof Json.Obj obj ? obj : Json.Obj.EMPTY;
        Json.Obj with = reply.with("usage", write(usage, before));
        return usage.estimated()
                ? SideChannels.add(with, Json.Obj.EMPTY.with("usage_estimated", Json.of(true)))
                : with;
    }

    private static Json.Obj withDetail(
            Json.Obj usage, String group, String name, OptionalLong count) {
        if (count.isEmpty()) {
            return usage;
        }
        Map<String, Json> details = new LinkedHashMap<>();
        if (usage.members().get(group) instanceof Json.Obj known) {
            details.putAll(known.members());
        }
        details.put(name, Json.of(count.getAsLong()));
        return usage.with(group, new Json.Obj(details));
    }

    private static OptionalLong detail(Json.Obj usage, String group, String name) {
        return usage.members().get(group) instanceof Json.Obj details
                ? Counts.count(details, name)
                : OptionalLong.empty();
    }
}
