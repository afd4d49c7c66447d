package dev.chasqui.domain.model;

import dev.chasqui.domain.json.Json;

import java.time.Instant;
import java.util.Optional;

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

    public static ModelInfo of(String id) {
        return new ModelInfo(
                id,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Json.Obj.EMPTY,
                Json.Obj.EMPTY);
    }

    /** The same model under another name. */
    public ModelInfo named(String id) {
        return new ModelInfo(id, created, size, digest, owner, details, listed);
    }
}
