package dev.chasqui.plugins.rag.library;

import dev.chasqui.domain.exchange.Cancellation;

import java.util.List;

/** The maker of vectors of texts. Safe for use by several threads. */
@FunctionalInterface
public interface Embedder {

    /**
     * Returns the vector of each text, in order. The vectors must not be changed.
     *
     * @param model the name of a model that makes vectors
     * @param texts at least one
     * @param cancellation ends the call
     * @throws dev.chasqui.domain.failure.FailureException if no backend answers
     */
    List<float[]> embed(String model, List<String> texts, Cancellation cancellation);
}
