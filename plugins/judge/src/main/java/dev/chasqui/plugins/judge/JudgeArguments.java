package dev.chasqui.plugins.judge;

import dev.chasqui.domain.agent.Argument;
import dev.chasqui.plugins.branches.BranchLimits;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The arguments of the command; one that is left out has its value from the config. */
record JudgeArguments(
        @Argument(
                        help =
                                "the number of candidates; without it one for each pipeline in"
                                        + " brackets or each of models, else 3")
                Optional<Integer> n,
        @Argument(help = "the models of the candidates, in turn; without any, the request's model")
                List<String> models,
        @Argument(help = "the model that chooses; without it, the request's model")
                Optional<String> model,
        @Argument(help = "what the best candidate is like, in words") Optional<String> criteria,
        @Argument(help = "true to be told why the candidate was chosen", fallback = "false")
                boolean reasons,
        @Argument(
                        help =
                                "the longest time of a candidate for its whole answer, and of the"
                                        + " judge; default 60s")
                Optional<Duration> deadline) {

    JudgeArguments {
        BranchLimits.checkBranches(n, models);
        deadline.ifPresent(BranchLimits::checkDeadline);
    }
}
