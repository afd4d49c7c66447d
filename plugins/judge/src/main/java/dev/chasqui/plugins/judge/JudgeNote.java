package dev.chasqui.plugins.judge;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.plugins.branches.AnsweredBranch;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The maker of the note {@code judge}, which tells programs what was chosen.
 *
 * @param model the model that chooses
 * @param candidates the candidates that answered, in order
 */
record JudgeNote(String model, List<AnsweredBranch> candidates) {

    /** Returns the note of a judge that was not asked, since there is one candidate. */
    ReplyEvent only() {
        return note("only", candidates.getFirst(), Map.of(), "reason", Optional.empty());
    }

    /**
     * Returns the note of a choice.
     *
     * @param scores the probability of each candidate by its number; none if it is not known
     */
    ReplyEvent chosen(AnsweredBranch best, Map<Integer, Double> scores, Optional<String> reason) {
        return note("chosen", best, scores, "reason", reason);
    }

    /** Returns the note of a judge that failed. */
    ReplyEvent failed(AnsweredBranch given, String why) {
        return note("failed", given, Map.of(), "failure", Optional.of(why));
    }

    private ReplyEvent note(
            String state,
            AnsweredBranch chosen,
            Map<Integer, Double> scores,
            String member,
            Optional<String> why) {
        List<Json> entries = new ArrayList<>();
        for (AnsweredBranch candidate : candidates) {
            int number = candidate.target().number();
            Json.Obj entry =
                    Json.Obj.EMPTY
                            .with("number", Json.of(number))
                            .with("label", Json.of(candidate.target().label()));
            Double score = scores.get(number);
            entries.add(score == null ? entry : entry.with("score", rounded(score)));
        }
        Json.Obj note =
                Json.Obj.EMPTY
                        .with("model", Json.of(model))
                        .with("state", Json.of(state))
                        .with("chosen", Json.of(chosen.target().number()))
                        .with("candidates", new Json.Arr(entries));
        return new ReplyEvent.Note(
                JudgePlugin.NAME, why.map(text -> note.with(member, Json.of(text))).orElse(note));
    }

    private static Json rounded(double score) {
        return new Json.Num(
                BigDecimal.valueOf(score).setScale(3, RoundingMode.HALF_UP).toPlainString());
    }
}
