package dev.chasqui.plugins.rag.retrieval;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The settings of retrieval.
 *
 * @param expectsVectors true if config names an embedding model, so that missing vectors are a
 *     problem to report
 * @param reranker the model that ranks the best passages anew; empty for none
 * @param gate the cosine of the best passage below which a question is not about the documents; 0
 *     for no gate; empty for what was measured for the model
 * @param inside the collections whose passages, and the questions to them, stay in this network
 */
public record RetrievalSettings(
        boolean expectsVectors,
        Optional<String> reranker,
        OptionalDouble gate,
        Set<String> inside) {

    /** The settings of an empty config. */
    public static final RetrievalSettings USUAL =
            new RetrievalSettings(true, Optional.empty(), OptionalDouble.empty(), Set.of());

    public RetrievalSettings {
        inside = Set.copyOf(inside);
    }
}
