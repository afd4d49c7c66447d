package dev.chasqui.application.routing;

import dev.chasqui.application.models.ByPattern;
import dev.chasqui.domain.model.ModelName;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The rules of models by their names, or by patterns of names, such as {@code gpt-*}. The rule of
 * exactly a name precedes those of patterns, and of these that of the longest one counts. Safe for
 * use by several threads.
 */
public final class ModelRules {
    private static final String ANY = "*";

    private final Map<String, Found> byName = new HashMap<>();
    private final ByPattern<Found> patterns;

    /**
     * Makes the rules of a config.
     *
     * @param rules the rules by names or patterns, in any spelling
     */
    public ModelRules(Map<String, ModelRule> rules) {
        Map<String, Found> byPattern = new LinkedHashMap<>();
        rules.forEach(
                (name, rule) -> {
                    Found found = new Found(name, rule);
                    if (name.contains(ANY)) {
                        byPattern.put(name, found);
                    } else {
                        byName.putIfAbsent(key(name), found);
                    }
                });
        patterns = new ByPattern<>(byPattern);
    }

    /** Returns true if there is none. */
    boolean isEmpty() {
        return byName.isEmpty() && patterns.isEmpty();
    }

    /** Returns the rule of a model by the name that was asked for, in any spelling. */
    ModelRule of(String model) {
        return find(model).rule();
    }

    /**
     * Returns the name that the config gives to the rule of a model; the model's if it has none.
     */
    String named(String model) {
        Found found = find(model);
        return found.equals(Found.NOTHING) ? model : found.name();
    }

    /**
     * Returns the reason why the requests to a model stay in this network; empty if they need not.
     */
    Optional<String> insideBy(String model) {
        Found found = find(model);
        return found.rule().staysInside()
                ? Optional.of("models." + found.name() + ".zone is restricted")
                : Optional.empty();
    }

    /**
     * Returns the models that answer if no backend of this one does, in order: each fallback, and
     * then its own.
     *
     * @param resolve returns the name by which backends know a model, which may have the rule
     */
    List<String> fallbacks(String model, UnaryOperator<String> resolve) {
        if (isEmpty()) {
            return List.of();
        }
        Set<String> seen = new HashSet<>(Set.of(key(model)));
        List<String> all = new ArrayList<>();
        Deque<String> waiting = new ArrayDeque<>(own(model, resolve));
        while (!waiting.isEmpty()) {
            String next = waiting.pop();
            if (seen.add(key(next))) {
                all.add(next);
                own(next, resolve).reversed().forEach(waiting::push);
            }
        }
        return List.copyOf(all);
    }

    private List<String> own(String model, UnaryOperator<String> resolve) {
        List<String> asked = of(model).fallbacks();
        return asked.isEmpty() ? of(resolve.apply(model)).fallbacks() : asked;
    }

    private Found find(String model) {
        Found exact = byName.isEmpty() ? null : byName.get(key(model));
        return exact != null ? exact : patterns.find(model).orElse(Found.NOTHING);
    }

    /** Returns the one spelling of all names that mean the same model in a config. */
    static String key(String name) {
        return ModelName.withTag(name).toLowerCase(Locale.ROOT);
    }

    /** A rule, and the name or the pattern that the config gives it. */
    private record Found(String name, ModelRule rule) {
        static final Found NOTHING = new Found("", ModelRule.NONE);
    }
}
