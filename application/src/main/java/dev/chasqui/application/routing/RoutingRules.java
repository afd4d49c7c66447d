package dev.chasqui.application.routing;

import dev.chasqui.application.routing.health.HealthRules;
import dev.chasqui.application.routing.hedge.HedgeRule;
import dev.chasqui.application.routing.queue.QueueRules;
import dev.chasqui.application.routing.sharing.SharedFor;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The rules of one configuration for the choice of backends. Immutable.
 *
 * @param strategy the ranking for models that have none of their own
 * @param backends the rules of backends, by their names
 * @param models the rules of models
 * @param health the rules by which failing backends are ejected
 * @param queue the bounds of the queue before busy backends
 * @param hedge the time after which a second backend is asked, for models that have no rule for it
 * @param sharedFor the callers whose equal requests have one answer, for models that have no rule
 *     for it
 * @param conversations the rules for requests that belong together
 */
public record RoutingRules(
        Strategy strategy,
        Map<String, BackendRule> backends,
        ModelRules models,
        HealthRules health,
        QueueRules queue,
        HedgeRule hedge,
        SharedFor sharedFor,
        ConversationRules conversations) {
    /** The rules of a config that says nothing. */
    public static final RoutingRules NONE =
            new RoutingRules(
                    Strategy.PRIORITY, Map.of(), Map.of(), HealthRules.USUAL, QueueRules.NONE);

    public RoutingRules {
        backends = Map.copyOf(backends);
    }

    /**
     * Makes the rules of a config that says nothing more.
     *
     * @param models the rules of models by names or patterns, in any spelling
     */
    public RoutingRules(
            Strategy strategy,
            Map<String, BackendRule> backends,
            Map<String, ModelRule> models,
            HealthRules health,
            QueueRules queue) {
        this(
                strategy,
                backends,
                models,
                health,
                queue,
                HedgeRule.NONE,
                SharedFor.OFF,
                ConversationRules.USUAL);
    }

    /**
     * Makes the rules of a config.
     *
     * @param models the rules of models by names or patterns, in any spelling
     */
    public RoutingRules(
            Strategy strategy,
            Map<String, BackendRule> backends,
            Map<String, ModelRule> models,
            HealthRules health,
            QueueRules queue,
            HedgeRule hedge,
            SharedFor sharedFor,
            ConversationRules conversations) {
        this(
                strategy,
                backends,
                new ModelRules(models),
                health,
                queue,
                hedge,
                sharedFor,
                conversations);
    }

    /** Returns true if a model that one backend has always goes there. */
    boolean isPlain() {
        return backends.isEmpty() && models.isEmpty();
    }

    /**
     * Returns the callers whose equal requests to a model have one answer.
     *
     * @param resolve returns the name by which backends know a model, which may have the rule
     */
    public SharedFor sharedFor(String model, UnaryOperator<String> resolve) {
        return models.isEmpty()
                ? sharedFor
                : models.of(model)
                        .sharedFor()
                        .or(() -> models.of(resolve.apply(model)).sharedFor())
                        .orElse(sharedFor);
    }

    /** Returns true if a backend has a tier. */
    boolean hasTiers() {
        for (BackendRule rule : backends.values()) {
            if (rule.tier().isPresent()) {
                return true;
            }
        }
        return false;
    }

    BackendRule backend(String name) {
        return backends.getOrDefault(name, BackendRule.NONE);
    }
}
