package dev.chasqui.plugins.rag.store;

import dev.chasqui.plugins.rag.library.Embedder;

/**
 * The model that makes the vectors of passages.
 *
 * @param name its name, as config gives it
 * @param embedder the port through which it is asked
 */
public record VectorModel(String name, Embedder embedder) {}
