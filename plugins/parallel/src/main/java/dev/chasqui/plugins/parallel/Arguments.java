package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.agent.Argument;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What one may give to the command; what is not given comes from the config. */
record Arguments(
        @Argument(help = "how many branches; without it one for each of models, else 3")
                Optional<Integer> n,
        @Argument(help = "the models to ask, in turn; without any, the one that was asked")
                List<String> models,
        @Argument(help = "how one reply is made of the answers; default synthesize")
                Optional<JoinKind> join,
        @Argument(help = "how long a branch may take for its whole answer; default 60s")
                Optional<Duration> deadline,
        @Argument(help = "the model that synthesizes; without it, the one that was asked")
                Optional<String> aggregator) {

    Arguments {
        Bounds.checkBranches(n, models);
        deadline.ifPresent(Bounds::checkDeadline);
    }
}
