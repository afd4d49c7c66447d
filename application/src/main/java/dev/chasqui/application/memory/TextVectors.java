package dev.chasqui.application.memory;

import dev.chasqui.domain.exchange.Cancellation;

import java.util.List;

/** The embeddings of short texts, computed in this process. Safe for use by several threads. */
@FunctionalInterface
public interface TextVectors {
    /** No embeddings: texts are compared by their words. */
    TextVectors NONE = (_, _) -> List.of();

    /**
     * Returns the embedding of a text, of length 1; empty if there is none now.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Cancelled} if it is cancelled
     */
    List<Float> of(String text, Cancellation cancellation);
}
