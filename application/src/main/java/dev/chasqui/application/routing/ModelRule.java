package dev.chasqui.application.routing;

import dev.chasqui.application.routing.hedge.HedgeRule;
import dev.chasqui.application.routing.sharing.SharedFor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The rule of the config for the choice of a backend for one model.
 *
 * @param backends the only backends that may answer, in order; empty for all
 * @param fallbacks the models that answer if no backend of this one does, in order
 * @param strategy the ranking; empty for the usual one
 * @param weights the weights of backends for this model, by their names
 * @param maxConcurrency the most open calls of all backends together; empty for no bound
 * @param hedge the time after which a second backend is asked
 * @param sharedFor the callers whose equal requests have one answer; empty for the usual ones
 * @param affinity true if the backend that has answered a conversation before is preferred; empty
 *     for the usual
 * @param staysInside true if its requests, and those of models in its place, may not leave this
 *     network
 */
public record ModelRule(
        List<String> backends,
        List<String> fallbacks,
        Optional<Strategy> strategy,
        Map<String, Double> weights,
        OptionalInt maxConcurrency,
        HedgeRule hedge,
        Optional<SharedFor> sharedFor,
        Optional<Boolean> affinity,
        boolean staysInside) {
    /** The rule of a model of which the config says nothing. */
    public static final ModelRule NONE =
            new ModelRule(List.of(), List.of(), Optional.empty(), Map.of(), OptionalInt.empty());

    /** Makes a rule that says nothing more. */
    public ModelRule(
            List<String> backends,
            List<String> fallbacks,
            Optional<Strategy> strategy,
            Map<String, Double> weights,
            OptionalInt maxConcurrency) {
        this(
                backends,
                fallbacks,
                strategy,
                weights,
                maxConcurrency,
                HedgeRule.NONE,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    public ModelRule {
        backends = List.copyOf(backends);
        fallbacks = List.copyOf(fallbacks);
        weights = Map.copyOf(weights);
    }
}
