package dev.chasqui.plugins.parallel;

import dev.chasqui.plugins.branches.BranchPlan;

import java.time.Duration;
import java.util.Optional;

/**
 * The plan of one exchange, from the command and the config.
 *
 * @param branches the number of branches and their models
 * @param join the way to make one reply
 * @param deadline the longest time of a branch for its whole answer
 * @param aggregator the model that synthesizes; empty means the client's model
 */
record ParallelPlan(
        BranchPlan branches, JoinKind join, Duration deadline, Optional<String> aggregator) {

    /** Returns the plan of a command; the config supplies the values that it leaves out. */
    static ParallelPlan of(ParallelConfig config, ParallelArguments given) {
        return new ParallelPlan(
                BranchPlan.of(
                        ParallelPlugin.NAME,
                        given.n(),
                        given.models(),
                        config.n(),
                        config.models()),
                given.join().orElse(config.join()),
                given.deadline().orElse(config.deadline()),
                given.aggregator().or(config::aggregator));
    }
}
