package dev.chasqui.plugins.branches;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A report of the branches' outcomes for programs. */
public record BranchReport(List<BranchOutcome> outcomes) {

    /**
     * Returns the note {@code branches}: an array with an object for each branch, in their order.
     */
    public ReplyEvent.Note note() {
        return new ReplyEvent.Note(
                "branches",
                new Json.Arr(outcomes.stream().<Json>map(BranchReport::entry).toList()));
    }

    /**
     * Returns the sum of the usage; empty if no reply reports its usage.
     *
     * @param further the usage of further replies besides the branches
     */
    public Optional<Usage> usage(List<Optional<Usage>> further) {
        List<Optional<Usage>> parts = new ArrayList<>(further);
        for (BranchOutcome outcome : outcomes) {
            parts.add(
                    outcome.result() instanceof BranchAnswer answer
                            ? answer.usage()
                            : Optional.empty());
        }
        return UsageSum.of(parts);
    }

    private static Json entry(BranchOutcome outcome) {
        Json.Obj entry =
                Json.Obj.EMPTY
                        .with("model", Json.of(outcome.target().model()))
                        .with("state", Json.of(state(outcome.result())));
        if (!outcome.target().pipeline().isEmpty()) {
            entry = entry.with("pipeline", Json.of(outcome.target().pipeline()));
        }
        if (outcome.result() instanceof BranchOutcome.Lost lost) {
            entry = entry.with("reason", Json.of(lost.why()));
        }
        if (outcome.result() instanceof BranchAnswer answer && answer.usage().isPresent()) {
            entry = entry.with("usage", json(answer.usage().get()));
        }
        BigDecimal seconds =
                BigDecimal.valueOf(outcome.took().toNanos(), 9).setScale(2, RoundingMode.HALF_UP);
        return entry.with("seconds", new Json.Num(seconds.toPlainString()));
    }

    private static String state(BranchOutcome.Result result) {
        return switch (result) {
            case BranchAnswer _ -> "answered";
            case BranchOutcome.Lost _ -> "failed";
            case BranchOutcome.Dropped _ -> "cancelled";
        };
    }

    private static Json json(Usage usage) {
        return Json.Obj.EMPTY
                .with("prompt_tokens", Json.of(usage.promptTokens()))
                .with("completion_tokens", Json.of(usage.completionTokens()))
                .with("total_tokens", Json.of(usage.totalTokens()));
    }
}
