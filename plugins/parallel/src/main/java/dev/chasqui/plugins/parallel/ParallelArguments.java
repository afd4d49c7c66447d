package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.agent.Argument;
import dev.chasqui.plugins.branches.BranchLimits;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The arguments of the command; one that is left out has its value from the config. */
record ParallelArguments(
        @Argument(
                        help =
                                "the number of branches; without it one for each pipeline in"
                                        + " brackets or each of models, else 3")
                Optional<Integer> n,
        @Argument(help = "the models of the branches, in turn; without any, the request's model")
                List<String> models,
        @Argument(help = "the way to join the answers; default synthesize") Optional<JoinKind> join,
        @Argument(help = "the longest time of a branch for its whole answer; default 60s")
                Optional<Duration> deadline,
        @Argument(help = "the model that synthesizes; without it, the request's model")
                Optional<String> aggregator) {

    ParallelArguments {
        BranchLimits.checkBranches(n, models);
        deadline.ifPresent(BranchLimits::checkDeadline);
    }
}
