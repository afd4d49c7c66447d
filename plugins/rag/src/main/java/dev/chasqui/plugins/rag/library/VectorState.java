package dev.chasqui.plugins.rag.library;

import java.util.Optional;

/**
 * The state of a collection's vectors.
 *
 * @param model the name of the model that made the vectors that serve; empty if none serve, and the
 *     collection is searched by words alone
 * @param passages the number of passages of the collection
 * @param done the number of passages that have a vector of the model that config names
 */
public record VectorState(Optional<String> model, long passages, long done) {

    /** The state of a collection that is searched by words alone. */
    public static VectorState none(long passages) {
        return new VectorState(Optional.empty(), passages, 0);
    }
}
