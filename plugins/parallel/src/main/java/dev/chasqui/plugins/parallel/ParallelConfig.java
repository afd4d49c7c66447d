package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.agent.Argument;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The section {@code agents.parallel} of the config: what holds where a command says nothing. */
record ParallelConfig(
        @Argument(
                        help =
                                "How many branches there are, 1 to 16; each costs a whole answer"
                                        + " (default: one for each of models, else 3).")
                Optional<Integer> n,
        @Argument(help = "The models that are asked, in turn (default: the one that was asked).")
                List<String> models,
        @Argument(
                        help =
                                "How one reply is made of the answers: synthesize, vote, first or"
                                        + " all (default synthesize).",
                        fallback = "synthesize")
                JoinKind join,
        @Argument(
                        help =
                                "How long a branch may take for its whole answer before it counts"
                                        + " as failed (default 60s, at most 60m).",
                        fallback = "60s")
                Duration deadline,
        @Argument(help = "The model that synthesizes (default: the one that was asked).")
                Optional<String> aggregator) {

    ParallelConfig {
        Bounds.checkBranches(n, models);
        Bounds.checkDeadline(deadline);
    }
}
