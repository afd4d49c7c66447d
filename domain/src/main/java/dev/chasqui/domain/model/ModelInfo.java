package dev.chasqui.domain.model;

import dev.chasqui.domain.json.Json;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model as its backend lists it.
 *
 * @param id the name by which the backend knows it
 * @param created the time when it was made or last changed; empty if the backend does not say
 * @param size its size in bytes; 0 if unknown
 * @param digest 64 hexadecimal digits; empty if the backend does not say
 * @param owner the party that offers it; empty if the backend does not say
 * @param details the backend's own words in Ollama's form ({@code format}, {@code family}, {@code
 *     parameter_size}, …); an empty object if it has none
 * @param listed the entry of the list as the backend sent it
 */
public record ModelInfo(
        String id,
        Optional<Instant> created,
        long size,
        Optional<String> digest,
        Optional<String> owner,
        Json.Obj details,
        Json.Obj listed) {

    /** Makes a model of which only the name is known. */
    public static ModelInfo of(String id) {
        return of(id, Optional.empty());
    }

    /** Makes a model of which only the name is known, and the time since when it is offered. */
    public static ModelInfo of(String id, Instant since) {
        return of(id, Optional.of(since));
    }

    private static ModelInfo of(String id, Optional<Instant> created) {
        return new ModelInfo(
                id, created, 0, Optional.empty(), Optional.empty(), Json.Obj.EMPTY, Json.Obj.EMPTY);
    }

    /** Returns the same model under another name. */
    public ModelInfo named(String id) {
        return new ModelInfo(id, created, size, digest, owner, details, listed);
    }

    /**
     * Returns the capabilities that its backend lists, in Ollama's words; empty if it lists none.
     */
    public Set<String> capabilities() {
        return listed.get("capabilities").orElse(Json.Null.NULL) instanceof Json.Arr(var items)
                ? items.stream()
                        .flatMap(
                                item ->
                                        item instanceof Json.Str(String word)
                                                ? Stream.of(word)
                                                : Stream.empty())
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /** Returns true if the model is known to make vectors or rankings, but no text. */
    public boolean isMute() {
        Set<String> can = capabilities();
        return !can.contains("completion") && (can.contains("embedding") || can.contains("rerank"));
    }
}
