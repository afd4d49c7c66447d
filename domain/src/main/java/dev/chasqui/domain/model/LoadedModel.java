package dev.chasqui.domain.model;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.size.ByteSize;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A model that a server holds in memory, as far as the server tells.
 *
 * @param id under which its backend knows it
 * @param contextLength how many tokens it reads at most, as it is loaded
 * @param size what it takes of all memory
 * @param gpuSize what of that it takes on GPUs
 * @param expiresAt when it leaves, in the server's own words (RFC 3339)
 * @param digest the hash of its content
 * @param details what the server says of it besides, under Ollama's names ({@code family}, …)
 */
public record LoadedModel(
        String id,
        OptionalInt contextLength,
        Optional<ByteSize> size,
        Optional<ByteSize> gpuSize,
        Optional<String> expiresAt,
        Optional<String> digest,
        Optional<Json.Obj> details) {

    /** A model of which nothing else is known. */
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

    /** The same with another length of its context. */
    public LoadedModel withContextLength(OptionalInt length) {
        return new LoadedModel(id, length, size, gpuSize, expiresAt, digest, details);
    }
}
