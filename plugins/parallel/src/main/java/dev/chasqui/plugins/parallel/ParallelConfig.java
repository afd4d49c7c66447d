package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.binding.Key;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The section {@code agents.parallel} of the config: what holds where a command says nothing. */
record ParallelConfig(
        @Key(
                        help = "How many branches `/parallel` makes; each costs a whole answer.",
                        unset = "one for each of `models`, else 3",
                        least = "1",
                        most = "" + Bounds.MOST_BRANCHES)
                Optional<Integer> n,
        @Key(help = "The models that it asks, in turn; without any, the one that was asked.")
                List<String> models,
        @Key(
                        help =
                                "How the branches become one answer: `synthesize` has a model write"
                                    + " one from all, `vote` takes the most frequent, `first` the"
                                    + " first whole one, `all` gives each.",
                        fallback = "synthesize")
                JoinKind join,
        @Key(
                        help =
                                "How long a branch may take for its whole answer before it counts"
                                        + " as failed.",
                        fallback = "60s",
                        least = "1ms",
                        most = "1h")
                Duration deadline,
        @Key(help = "The model that synthesizes.", unset = "the one that was asked")
                Optional<String> aggregator) {

    ParallelConfig {
        Bounds.checkBranches(n, models);
        Bounds.checkDeadline(deadline);
    }
}
