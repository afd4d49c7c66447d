package dev.chasqui.plugins.judge;

import dev.chasqui.domain.reply.Usage;
import dev.chasqui.plugins.branches.AnsweredBranch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The choice of a judge.
 *
 * @param chosen the index of the best candidate, in the order that the judge read
 * @param probabilities the probability that each is the best, in the same order; none if the judge
 *     tells none
 * @param reason the judge's reason, on one line
 * @param usage the tokens that the judge used, if they are known
 */
record Verdict(
        int chosen, List<Double> probabilities, Optional<String> reason, Optional<Usage> usage) {

    /** Returns the probabilities by the numbers of the branches. */
    Map<Integer, Double> scores(List<AnsweredBranch> candidates) {
        Map<Integer, Double> scores = new HashMap<>();
        for (int i = 0; i < probabilities.size(); i++) {
            scores.put(candidates.get(i).target().number(), probabilities.get(i));
        }
        return scores;
    }
}
