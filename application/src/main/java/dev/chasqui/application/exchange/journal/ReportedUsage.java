package dev.chasqui.application.exchange.journal;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The reader of the object {@code usage} in answers of OpenAI's API, by its member names for
 * completions or by those for audio and images.
 */
final class ReportedUsage {
    private ReportedUsage() {}

    /** Returns the usage; empty if the object counts no tokens. */
    static Optional<Usage> of(Json.Obj usage) {
        OptionalLong prompt = count(usage, "prompt_tokens", "input_tokens");
        OptionalLong completion = count(usage, "completion_tokens", "output_tokens");
        if (prompt.isEmpty() && completion.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Usage(
                        prompt.orElse(0),
                        completion.orElse(0),
                        detail(
                                usage,
                                "prompt_tokens_details",
                                "input_tokens_details",
                                "cached_tokens"),
                        detail(
                                usage,
                                "completion_tokens_details",
                                "output_tokens_details",
                                "reasoning_tokens"),
                        Timings.UNKNOWN,
                        false));
    }

    private static OptionalLong detail(
            Json.Obj usage, String group, String otherGroup, String name) {
        OptionalLong count = count(usage.object(group), name, name);
        return count.isPresent() ? count : count(usage.object(otherGroup), name, name);
    }

    private static OptionalLong count(Json.Obj usage, String name, String otherName) {
        return usage.get(name).or(() -> usage.get(otherName)).orElse(Json.Null.NULL)
                        instanceof Json.Num number
                ? OptionalLong.of(Math.max(0, number.longValue()))
                : OptionalLong.empty();
    }
}
