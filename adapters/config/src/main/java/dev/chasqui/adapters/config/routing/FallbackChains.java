package dev.chasqui.adapters.config.routing;

import dev.chasqui.domain.model.ModelName;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The check that models which stand in for others do not do so in a circle. */
public final class FallbackChains {
    private final Map<String, String> spelled = new LinkedHashMap<>();
    private final Map<String, List<String>> fallbacks = new LinkedHashMap<>();

    private FallbackChains(Map<String, RoutedModelConfig> models) {
        models.forEach(
                (name, model) -> {
                    spelled.put(ModelName.withTag(name), name);
                    fallbacks.put(
                            ModelName.withTag(name),
                            model.fallbacks().stream().map(ModelName::withTag).toList());
                });
    }

    /** Returns a message for each model whose fallbacks lead back to it, by the model's name. */
    public static Map<String, String> circles(Map<String, RoutedModelConfig> models) {
        FallbackChains chains = new FallbackChains(models);
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
