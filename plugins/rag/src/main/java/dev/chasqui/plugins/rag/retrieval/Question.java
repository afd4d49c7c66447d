package dev.chasqui.plugins.rag.retrieval;

import dev.chasqui.plugins.rag.library.DocumentFilter;
import dev.chasqui.plugins.rag.library.IndexQuery;

import java.util.List;

/**
 * A question to some collections.
 *
 * @param phrasings the texts to search for, at least one; the first is the question itself, the
 *     others are the same in other words
 * @param collections the names of the collections, at least one; their passages come in one ranking
 * @param filter the documents that are searched
 * @param k the most passages to return
 * @param mode the voices that rank
 * @param depth the most passages that each voice contributes, for each collection
 * @param shaped true if the passages are for a reader: a question that is not about the documents
 *     finds nothing, a text comes once, documents share the places, and neighbours become one;
 *     false for the plain ranking, by which the quality is measured
 * @param inside true if no text of it may leave this network
 */
public record Question(
        List<Phrasing> phrasings,
        List<String> collections,
        DocumentFilter filter,
        int k,
        Mode mode,
        int depth,
        boolean shaped,
        boolean inside) {

    /** The depth that is enough for good figures. */
    public static final int USUAL_DEPTH = 100;

    public Question {
        phrasings = List.copyOf(phrasings);
        collections = List.copyOf(collections);
        if (phrasings.isEmpty() || collections.isEmpty()) {
            throw new IllegalArgumentException("a question has a text and a collection");
        }
        if (k < 1 || depth < 1 || depth > IndexQuery.DEEPEST) {
            throw new IllegalArgumentException(
                    "k: "
                            + k
                            + ", depth: "
                            + depth
                            + " (expected: 1 to "
                            + IndexQuery.DEEPEST
                            + ")");
        }
    }

    /**
     * Returns a question as a reader asks it, to all documents and with the usual depth.
     *
     * @param k the most passages
     */
    public static Question of(String text, List<String> collections, int k, Mode mode) {
        return new Question(
                List.of(new Phrasing(text, 1)),
                collections,
                DocumentFilter.ALL,
                k,
                mode,
                Math.max(USUAL_DEPTH, Math.min(k, IndexQuery.DEEPEST)),
                true,
                false);
    }

    /** Returns the question itself. */
    public String text() {
        return phrasings.getFirst().text();
    }

    /** Returns the same question to fewer documents. */
    public Question among(DocumentFilter documents) {
        return new Question(phrasings, collections, documents, k, mode, depth, shaped, inside);
    }

    /** Returns the same question in these words. */
    public Question phrased(List<Phrasing> others) {
        return new Question(others, collections, filter, k, mode, depth, shaped, inside);
    }

    /** Returns the same question, for the plain ranking. */
    public Question unshaped() {
        return new Question(phrasings, collections, filter, k, mode, depth, false, inside);
    }

    /** Returns the same question, whose texts stay in this network if {@code stays} is true. */
    public Question staying(boolean stays) {
        return new Question(phrasings, collections, filter, k, mode, depth, shaped, stays);
    }

    /**
     * A text to search for.
     *
     * @param text the text
     * @param weight the weight of what it finds relative to other phrasings, above 0
     */
    public record Phrasing(String text, double weight) {
        public Phrasing {
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("weight: " + weight + " (expected: above 0)");
            }
        }
    }
}
