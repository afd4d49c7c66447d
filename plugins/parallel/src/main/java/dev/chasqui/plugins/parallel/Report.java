package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What became of the branches, as programs are told. */
record Report(List<Outcome> outcomes) {

    /** The member {@code branches}: an object for each, in their order. */
    ReplyEvent.Note note() {
        return new ReplyEvent.Note(
                "branches", new Json.Arr(outcomes.stream().<Json>map(Report::entry).toList()));
    }

    /**
     * The sum of what was used; empty if nobody said anything of it.
     *
     * @param further what was used besides the branches
     */
    Optional<Usage> usage(List<Optional<Usage>> further) {
        List<Optional<Usage>> parts = new ArrayList<>(further);
        for (Outcome outcome : outcomes) {
            parts.add(
                    outcome.result() instanceof Answer answer ? answer.usage() : Optional.empty());
        }
        return UsageSum.of(parts);
    }

    private static Json entry(Outcome outcome) {
        Json.Obj entry =
                Json.Obj.EMPTY
                        .with("model", Json.of(outcome.place().model()))
                        .with("state", Json.of(state(outcome.result())));
        if (outcome.result() instanceof Outcome.Lost lost) {
            entry = entry.with("reason", Json.of(lost.why()));
        }
        if (outcome.result() instanceof Answer answer && answer.usage().isPresent()) {
            entry = entry.with("usage", json(answer.usage().get()));
        }
        BigDecimal seconds =
                BigDecimal.valueOf(outcome.took().toNanos(), 9).setScale(2, RoundingMode.HALF_UP);
        return entry.with("seconds", new Json.Num(seconds.toPlainString()));
    }

    private static String state(Outcome.Result result) {
        return switch (result) {
            case Answer _ -> "answered";
            case Outcome.Lost _ -> "failed";
            case Outcome.Dropped _ -> "cancelled";
        };
    }

    private static Json json(Usage usage) {
        return Json.Obj.EMPTY
                .with("prompt_tokens", Json.of(usage.promptTokens()))
                .with("completion_tokens", Json.of(usage.completionTokens()))
                .with("total_tokens", Json.of(usage.totalTokens()));
    }
}
