package dev.chasqui.adapters.llamacpp;

import dev.chasqui.domain.size.ByteSize;

import java.util.Optional;

/**
 * The settings of llama-server that affect the memory that a model takes.
 *
 * @param context the tokens of all slots together; 0 for the context that the model was trained for
 * @param slots the number of requests at the same time; each gets an equal part of the context
 * @param keys the storage format of cached keys, by the server's name for it; empty for the default
 * @param values the storage format of cached values, likewise
 * @param projector the size of the file of a projector for images; zero if there is none
 */
public record LlamaSettings(
        int context,
        int slots,
        Optional<String> keys,
        Optional<String> values,
        ByteSize projector) {}
