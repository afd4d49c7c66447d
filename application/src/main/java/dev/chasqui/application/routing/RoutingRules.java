package dev.chasqui.application.routing;

import dev.chasqui.domain.model.ModelName;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The rules of one configuration for the choice of backends. Immutable.
 *
 * @param strategy the ranking for models that have none of their own
 * @param backends the rules of backends, by their names
 * @param models the rules of models, by their names with tags
 * @param health the rules by which failing backends are ejected
 */
public record RoutingRules(
        Strategy strategy,
        Map<String, BackendRule> backends,
        Map<String, ModelRule> models,
        HealthRules health) {
    /** The rules of a config that says nothing. */
    public static final RoutingRules NONE =
            new RoutingRules(Strategy.PRIORITY, Map.of(), Map.of(), HealthRules.USUAL);

    public RoutingRules {
        backends = Map.copyOf(backends);
        models =
                models.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        rule -> key(rule.getKey()),
                                        Map.Entry::getValue,
                                        (first, _) -> first));
    }

    /** Returns true if a model that one backend has always goes there. */
    boolean isPlain() {
        return backends.isEmpty() && models.isEmpty();
    }

    /** Returns true if a backend has a tier. */
    boolean haveTiers() {
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

    /** Returns the rule of a model by the name that was asked for, in any spelling. */
    ModelRule model(String name) {
        return models.isEmpty() ? ModelRule.NONE : models.getOrDefault(key(name), ModelRule.NONE);
    }

    /** Returns the one spelling of all names that mean the same model in a config. */
    static String key(String name) {
        return ModelName.withTag(name).toLowerCase(Locale.ROOT);
    }
}
