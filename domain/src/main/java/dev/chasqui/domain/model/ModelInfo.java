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
 * @param id the name under which the backend knows it
 * @param created when it was made or last changed, where the backend says it
 * @param size bytes, 0 where unknown
 * @param digest 64 hexadecimal digits, where the backend says it
 * @param owner who offers it, where the backend says it
 * @param details the backend's own words in Ollama's form ({@code format}, {@code family}, {@code
 *     parameter_size}, …); empty where it has none
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

    /** One of which nothing but its name is known. */
    public static ModelInfo of(String id) {
        return of(id, Optional.empty());
    }

    /** One of which nothing but its name is known, and since when it is offered. */
    public static ModelInfo of(String id, Instant since) {
        return of(id, Optional.of(since));
    }

    private static ModelInfo of(String id, Optional<Instant> created) {
        return new ModelInfo(
                id, created, 0, Optional.empty(), Optional.empty(), Json.Obj.EMPTY, Json.Obj.EMPTY);
    }

    /** The same model under another name. */
    public ModelInfo named(String id) {
        return new ModelInfo(id, created, size, digest, owner, details, listed);
    }

    /** What its backend says that it can, in Ollama's words; empty where it says nothing. */
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

    /** Whether it is known to make vectors or to rank, and to say nothing. */
    public boolean isMute() {
        Set<String> can = capabilities();
        return !can.contains("completion") && (can.contains("embedding") || can.contains("rerank"));
    }
}
