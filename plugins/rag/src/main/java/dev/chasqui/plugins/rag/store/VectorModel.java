package dev.chasqui.plugins.rag.store;

import dev.chasqui.plugins.rag.library.Embedder;

import java.util.Set;

/**
 * The model that makes the vectors of passages.
 *
 * @param name its name, as config gives it
 * @param embedder asks it
 * @param inside asks it on backends of this network alone
 * @param kept the collections whose passages stay in this network
 */
public record VectorModel(String name, Embedder embedder, Embedder inside, Set<String> kept) {
    public VectorModel {
        kept = Set.copyOf(kept);
    }

    /** Makes a model to which the passages of all collections may go. */
    public VectorModel(String name, Embedder embedder) {
        this(name, embedder, embedder, Set.of());
    }

    /** Returns the embedder for the passages of a collection. */
    Embedder embedderFor(CollectionName collection) {
        return kept.contains(collection.value()) ? inside : embedder;
    }
}
