package dev.chasqui.application.routing;

import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.text.NamePattern;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rules of models by their names, or by patterns of names, such as {@code gpt-*}. The rule of
 * exactly a name precedes those of patterns, and of these that of the longest one counts. Safe for
 * use by several threads.
 */
public final class ModelRules {
    /** The most names whose rules by patterns are remembered; clients choose some of them. */
    private static final int MOST_KNOWN = 1_000;

    private static final String ANY = "*";

    private final Map<String, Found> byName = new HashMap<>();
    private final List<Pattern> patterns;

    /** The rules of the latest names, since there may be many patterns. */
    private final Map<String, Found> known = new ConcurrentHashMap<>();

    /**
     * Makes the rules of a config.
     *
     * @param rules the rules by names or patterns, in any spelling
     */
    public ModelRules(Map<String, ModelRule> rules) {
        rules.forEach(
                (name, rule) -> {
                    if (!name.contains(ANY)) {
                        byName.putIfAbsent(key(name), new Found(name, rule));
                    }
                });
        patterns =
                rules.entrySet().stream()
                        .filter(rule -> rule.getKey().contains(ANY))
                        .map(
                                rule ->
                                        new Pattern(
                                                new NamePattern(
                                                        ModelName.withoutLatest(rule.getKey())),
                                                new Found(rule.getKey(), rule.getValue())))
                        .sorted(Comparator.comparingInt(Pattern::length).reversed())
                        .toList();
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

    private Found find(String model) {
        Found exact = byName.isEmpty() ? null : byName.get(key(model));
        if (exact != null) {
            return exact;
        }
        return patterns.isEmpty() ? Found.NOTHING : ofPattern(model);
    }

    private Found ofPattern(String model) {
        Found before = known.get(model);
        if (before != null) {
            return before;
        }
        String name = ModelName.withoutLatest(model);
        Found found =
                patterns.stream()
                        .filter(one -> one.pattern().matchesAnyCase(name))
                        .map(Pattern::found)
                        .findFirst()
                        .orElse(Found.NOTHING);
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        known.put(model, found);
        return found;
    }

    /** Returns the one spelling of all names that mean the same model in a config. */
    static String key(String name) {
        return ModelName.withTag(name).toLowerCase(Locale.ROOT);
    }

    /** A rule, and the name or the pattern that the config gives it. */
    private record Found(String name, ModelRule rule) {
        static final Found NOTHING = new Found("", ModelRule.NONE);
    }

    private record Pattern(NamePattern pattern, Found found) {
        int length() {
            return pattern.text().length();
        }
    }
}
