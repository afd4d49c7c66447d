package dev.chasqui.plugins.rag.retrieval;

/** The voices that rank the passages. */
public enum Mode {
    /** Words and vectors together. */
    HYBRID,

    /** Words alone, by BM25. */
    WORDS,

    /** Vectors alone. */
    VECTORS,

    /** Words and vectors together; then a model ranks the best of them anew. */
    RERANKED
}
