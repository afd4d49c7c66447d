package dev.chasqui.plugins.judge;

import dev.chasqui.domain.binding.Key;
import dev.chasqui.plugins.branches.BranchLimits;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code agents.judge} of the config: the values of arguments that a command leaves
 * out.
 */
record JudgeConfig(
        @Key(
                        help = "The number of candidates of `/judge`; each costs a whole answer.",
                        unset = "one for each of `models`, else 3",
                        least = "1",
                        most = "" + BranchLimits.MOST_BRANCHES)
                Optional<Integer> n,
        @Key(help = "The models of the candidates, in turn; without any, the request's model.")
                List<String> models,
        @Key(help = "The model that chooses.", unset = "the request's model")
                Optional<String> model,
        @Key(
                        help = "What the best candidate is like, in words for the judge.",
                        fallback = "Correct first, then complete, then clear and brief.")
                String criteria,
        @Key(
                        help =
                                "The longest time of a candidate for its whole answer, and of the"
                                        + " judge for its choice.",
                        fallback = "60s",
                        least = "1ms",
                        most = "1h")
                Duration deadline) {

    JudgeConfig {
        BranchLimits.checkBranches(n, models);
        BranchLimits.checkDeadline(deadline);
    }
}
