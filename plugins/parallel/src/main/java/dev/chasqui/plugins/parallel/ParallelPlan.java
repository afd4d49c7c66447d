package dev.chasqui.plugins.parallel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plan of one exchange, from the command and the config.
 *
 * @param n the number of branches
 * @param models the models that the branches call in turn; none means the client's model
 * @param join the way to make one reply
 * @param deadline the longest time of a branch for its whole answer
 * @param aggregator the model that synthesizes; empty means the client's model
 */
record ParallelPlan(
        int n, List<String> models, JoinKind join, Duration deadline, Optional<String> aggregator) {
    private static final int DEFAULT_BRANCHES = 3;

    /** Returns the plan of a command; the config supplies the values that it leaves out. */
    static ParallelPlan of(ParallelConfig config, ParallelArguments given) {
        List<String> models = given.models().isEmpty() ? config.models() : given.models();
        // The config's number belongs to the config's models, not to those of a command.
        Optional<Integer> n = given.models().isEmpty() ? given.n().or(config::n) : given.n();
        return new ParallelPlan(
                n.orElse(models.isEmpty() ? DEFAULT_BRANCHES : models.size()),
                models,
                given.join().orElse(config.join()),
                given.deadline().orElse(config.deadline()),
                given.aggregator().or(config::aggregator));
    }

    /**
     * Returns the targets of the branches, in order.
     *
     * @param clientModel the model that the client named
     */
    List<BranchTarget> targets(String clientModel) {
        List<String> dealt = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            dealt.add(models.isEmpty() ? clientModel : models.get(i % models.size()));
        }
        Map<String, Integer> seen = new HashMap<>();
        List<BranchTarget> targets = new ArrayList<>();
        for (String model : dealt) {
            int nth = seen.merge(model, 1, Integer::sum);
            targets.add(
                    new BranchTarget(
                            targets.size() + 1,
                            model,
                            nth == 1 ? model : model + " (" + nth + ")"));
        }
        return targets;
    }
}
