package dev.chasqui.plugins.rag.store;

import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.json.Json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The health of all collections together: down while one is known that cannot be read. */
final class CollectionHealth {
    private CollectionHealth() {}

    /**
     * Returns the health.
     *
     * @param noVectors why no vectors are made, if that is so; words alone are searched then, so it
     *     is no reason to be down
     * @param checkup looks at damaged collections again, since one may have been repaired
     */
    static Health of(
            Map<CollectionName, CollectionReader> readers,
            Optional<String> noVectors,
            DamageCheck checkup) {
        List<Json.Str> broken =
                readers.entrySet().stream()
                        .filter(entry -> entry.getValue().isBroken())
                        .map(Map.Entry::getKey)
                        .map(name -> new Json.Str(name.value()))
                        .toList();
        Json.Obj collections = Json.Obj.EMPTY.with("collections", Json.of(readers.size()));
        Json.Obj details =
                noVectors.map(why -> collections.with("vectors", Json.of(why))).orElse(collections);
        if (broken.isEmpty()) {
            return new Health(true, details);
        }
        // The next request for the health will see it.
        checkup.again();
        String names = broken.stream().map(Json.Str::value).collect(Collectors.joining(", "));
        return new Health(
                false,
                details.with("broken", new Json.Arr(List.copyOf(broken)))
                        .with(Health.REASON, Json.of("cannot be read: collection " + names)));
    }
}
