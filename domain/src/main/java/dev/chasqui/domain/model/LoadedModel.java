package dev.chasqui.domain.model;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.size.ByteSize;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A model that a server holds in memory, as far as the server describes it.
 *
 * @param id the name by which its backend knows it
 * @param contextLength the context length in tokens, as it is loaded
 * @param size the memory that it takes, of all kinds together
 * @param gpuSize the part of that memory on GPUs
 * @param expiresAt the time when it leaves, in the server's own words (RFC 3339)
 * @param digest the hash of its content
 * @param details the server's further facts, under Ollama's names ({@code family}, …)
 */
public record LoadedModel(
        String id,
        OptionalInt contextLength,
        Optional<ByteSize> size,
        Optional<ByteSize> gpuSize,
        Optional<String> expiresAt,
        Optional<String> digest,
        Optional<Json.Obj> details) {

    /** Makes a model of which nothing else is known. */
    public static LoadedModel of(String id, OptionalInt contextLength) {
        return new LoadedModel(
                id,
                contextLength,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns the same model with another context length. */
    public LoadedModel withContextLength(OptionalInt length) {
        return new LoadedModel(id, length, size, gpuSize, expiresAt, digest, details);
    }
}
