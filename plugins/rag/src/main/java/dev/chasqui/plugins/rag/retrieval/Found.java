package dev.chasqui.plugins.rag.retrieval;

import dev.chasqui.plugins.rag.library.Passage;

import java.util.List;

/**
 * The list that one voice contributes to a ranking.
 *
 * @param voice the name of the voice
 * @param weight its weight, above 0
 * @param passages the passages, best first, each with the voice's own score
 */
record Found(String voice, double weight, List<Passage> passages) {
    Found {
        passages = List.copyOf(passages);
    }

    /** Returns true if the voice is that of vectors. */
    boolean isOfVectors() {
        return voice.startsWith(Search.VECTORS);
    }
}
