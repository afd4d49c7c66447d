package dev.chasqui.adapters.config.routing;

import dev.chasqui.domain.model.ModelName;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The check that models which stand in for others do not do so in a circle. */
public final class FallbackChains {
    private final Map<String, String> spelled = new LinkedHashMap<>();
    private final Map<String, List<String>> fallbacks = new LinkedHashMap<>();

    private final Map<String, String> meanings = new HashMap<>();

    private FallbackChains(Map<String, RoutedModelConfig> models, Map<String, String> aliases) {
        aliases.forEach((alias, model) -> meanings.put(inAnyCase(alias), inAnyCase(model)));
        models.forEach(
                (name, model) -> {
                    spelled.putIfAbsent(key(name), name);
                    fallbacks
                            .computeIfAbsent(key(name), _ -> new ArrayList<>())
                            .addAll(model.fallbacks().stream().map(this::key).toList());
                });
    }

    /** Returns the one spelling of all names that mean the same model. */
    private String key(String name) {
        String written = inAnyCase(name);
        return meanings.getOrDefault(written, written);
    }

    private static String inAnyCase(String name) {
        return ModelName.withTag(name).toLowerCase(Locale.ROOT);
    }

    /**
     * Returns a message for each model whose fallbacks lead back to it, by the model's name.
     *
     * @param aliases the names that stand for other models
     */
    public static Map<String, String> circles(
            Map<String, RoutedModelConfig> models, Map<String, String> aliases) {
        FallbackChains chains = new FallbackChains(models, aliases);
        Map<String, String> circles = new LinkedHashMap<>();
        chains.fallbacks
                .keySet()
                .forEach(
                        name ->
                                chains.wayBack(name, name, new ArrayList<>())
                                        .ifPresent(
                                                way ->
                                                        circles.put(
                                                                chains.spelling(name),
                                                                chains.message(name, way))));
        return circles;
    }

    private String message(String name, List<String> way) {
        StringBuilder path = new StringBuilder(spelling(name));
        way.forEach(step -> path.append(" -> ").append(spelling(step)));
        return path + " is a circle (expected: fallbacks that end somewhere)";
    }

    private String spelling(String name) {
        return spelled.getOrDefault(name, ModelName.withoutLatest(name));
    }

    /**
     * Returns the way from a model to a goal.
     *
     * @param seen the models that were searched before
     */
    private Optional<List<String>> wayBack(String from, String goal, List<String> seen) {
        seen.add(from);
        for (String next : fallbacks.getOrDefault(from, List.of())) {
            if (next.equals(goal)) {
                return Optional.of(List.of(next));
            }
            Optional<List<String>> rest =
                    seen.contains(next) ? Optional.empty() : wayBack(next, goal, seen);
            if (rest.isPresent()) {
                List<String> way = new ArrayList<>(List.of(next));
                way.addAll(rest.get());
                return Optional.of(way);
            }
        }
        return Optional.empty();
    }
}
