package dev.chasqui.plugins.rag.library;

import java.util.List;
import java.util.SortedSet;

/**
 * The collections of documents, as an agent that searches them sees them. Safe for use by several
 * threads.
 */
public interface Library {

    /** Returns the names of all collections. */
    SortedSet<String> collections();

    /**
     * Returns the passages that match the question best, best first.
     *
     * @param most the most passages to return
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if there is no such
     *     collection
     */
    List<Passage> search(String collection, String question, int most);
}
