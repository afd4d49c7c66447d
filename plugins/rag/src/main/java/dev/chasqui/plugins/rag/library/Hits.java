package dev.chasqui.plugins.rag.library;

import java.util.List;

/**
 * The passages that an index finds, by each of its voices. The same passage may be in both lists.
 *
 * @param lexical those that have words of the question, best first, scored by BM25
 * @param dense those whose vectors are nearest to the question's, best first, scored by the cosine,
 *     -1 to 1; empty for a search by words alone
 */
public record Hits(List<Passage> lexical, List<Passage> dense) {
    public Hits {
        lexical = List.copyOf(lexical);
        dense = List.copyOf(dense);
    }
}
