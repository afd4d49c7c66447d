package dev.chasqui.plugins.branches;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The number of branches and their models, from a command and the config.
 *
 * @param command the name of the command, for messages
 * @param n the number that the command gives
 * @param otherwise the number if neither the command nor its brackets give one
 * @param models the models that the branches call in turn; none means the client's model
 * @param modelsGiven true if the command gives the models
 */
public record BranchPlan(
        String command,
        Optional<Integer> n,
        int otherwise,
        List<String> models,
        boolean modelsGiven) {
    private static final int DEFAULT_BRANCHES = 3;

    public BranchPlan {
        models = List.copyOf(models);
    }

    /**
     * Returns the plan of a command; the config supplies the values that it leaves out.
     *
     * @param n the number that the command gives
     * @param models the models that the command gives; may be none
     * @param configN the number in the config, which belongs to the models of the config
     * @param configModels the models in the config; may be none
     */
    public static BranchPlan of(
            String command,
            Optional<Integer> n,
            List<String> models,
            Optional<Integer> configN,
            List<String> configModels) {
        List<String> all = models.isEmpty() ? configModels : models;
        int otherwise = all.isEmpty() ? DEFAULT_BRANCHES : all.size();
        return new BranchPlan(
                command,
                n,
                models.isEmpty() ? configN.orElse(otherwise) : otherwise,
                all,
                !models.isEmpty());
    }

    /**
     * Returns the targets of the branches, in order.
     *
     * @param clientModel the model that the client named
     * @param pipelines the pipelines in the command's brackets, one for each branch; none if it has
     *     no brackets
     * @throws FailureException with {@code Invalid} if the command gives another number than that
     *     of its pipelines, or more models
     */
    public List<BranchTarget> targets(String clientModel, List<Chain> pipelines) {
        if (!pipelines.isEmpty()) {
            check(pipelines.size());
        }
        int count = pipelines.isEmpty() ? n.orElse(otherwise) : pipelines.size();
        Map<String, Integer> seen = new HashMap<>();
        List<BranchTarget> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String model = models.isEmpty() ? clientModel : models.get(i % models.size());
            String pipeline = pipelines.isEmpty() ? "" : pipelines.get(i).commands();
            String label = label(model, pipeline);
            int nth = seen.merge(label, 1, Integer::sum);
            targets.add(
                    new BranchTarget(
                            i + 1, model, pipeline, nth == 1 ? label : label + " (" + nth + ")"));
        }
        return targets;
    }

    private String label(String model, String pipeline) {
        if (pipeline.isEmpty()) {
            return model;
        }
        return models.isEmpty() ? pipeline : model + " " + pipeline;
    }

    private void check(int pipelines) {
        if (n.isPresent() && n.get() != pipelines) {
            throw invalid("n: " + n.get(), pipelines);
        }
        if (modelsGiven && models.size() > pipelines) {
            throw invalid("models: " + models.size() + " of them", pipelines);
        }
    }

    private FailureException invalid(String given, int pipelines) {
        return new FailureException(
                new Failure.Invalid(
                        Optional.empty(),
                        "/"
                                + command
                                + ": "
                                + given
                                + ", but its brackets hold "
                                + pipelines
                                + " pipelines (expected: as many, or neither)"));
    }
}
