package dev.chasqui.plugins.judge;

import dev.chasqui.plugins.branches.BranchPlan;

import java.time.Duration;
import java.util.Optional;

/**
 * The plan of one exchange, from the command and the config.
 *
 * @param candidates the number of candidates and their models
 * @param model the model that chooses; empty means the client's model
 * @param criteria what the best candidate is like
 * @param reasons true if the client asks for the reason of the choice
 * @param deadline the longest time of a candidate, and of the judge
 */
record JudgePlan(
        BranchPlan candidates,
        Optional<String> model,
        String criteria,
        boolean reasons,
        Duration deadline) {

    /** Returns the plan of a command; the config supplies the values that it leaves out. */
    static JudgePlan of(JudgeConfig config, JudgeArguments given) {
        return new JudgePlan(
                BranchPlan.of(
                        JudgePlugin.NAME, given.n(), given.models(), config.n(), config.models()),
                given.model().or(config::model),
                given.criteria().orElse(config.criteria()),
                given.reasons(),
                given.deadline().orElse(config.deadline()));
    }
}
