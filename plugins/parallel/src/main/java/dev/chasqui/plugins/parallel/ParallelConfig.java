package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.binding.Key;
import dev.chasqui.plugins.branches.BranchLimits;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code agents.parallel} of the config: the values of arguments that a command leaves
 * out.
 */
record ParallelConfig(
        @Key(
                        help = "The number of branches of `/parallel`; each costs a whole answer.",
                        unset = "one for each of `models`, else 3",
                        least = "1",
                        most = "" + BranchLimits.MOST_BRANCHES)
                Optional<Integer> n,
        @Key(help = "The models of the branches, in turn; without any, the request's model.")
                List<String> models,
        @Key(
                        help =
                                "The way to join the answers: `synthesize` has a model write one"
                                    + " from all, `vote` takes the most frequent, `first` the first"
                                    + " whole one, `all` gives each.",
                        fallback = "synthesize")
                JoinKind join,
        @Key(
                        help =
                                "The longest time of a branch for its whole answer; then it counts"
                                        + " as failed.",
                        fallback = "60s",
                        least = "1ms",
                        most = "1h")
                Duration deadline,
        @Key(help = "The model that synthesizes.", unset = "the request's model")
                Optional<String> aggregator) {

    ParallelConfig {
        BranchLimits.checkBranches(n, models);
        BranchLimits.checkDeadline(deadline);
    }
}
