package dev.chasqui.adapters.llamacpp;

import dev.chasqui.domain.size.ByteSize;

import java.util.Optional;

/**
 * The settings of a llama-server that change how much memory a model takes.
 *
 * @param context tokens of all slots together; 0 for what the model was made for
 * @param slots requests at the same time; each gets an equal part of the context
 * @param keys how keys are cached, by the server's name for it; empty for what is usual
 * @param values how values are cached, likewise
 * @param projector the size of the file of a projector for images; zero if there is none
 */
public record LlamaSettings(
        int context,
        int slots,
        Optional<String> keys,
        Optional<String> values,
        ByteSize projector) {}
