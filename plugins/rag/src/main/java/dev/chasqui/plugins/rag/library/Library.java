package dev.chasqui.plugins.rag.library;

import java.util.List;
import java.util.SortedSet;

/**
 * The collections of documents, as one who looks something up needs them. Safe for many threads.
 */
public interface Library {

    /** The names of the collections there are. */
    SortedSet<String> collections();

    /**
     * The passages that fit the question best, best first.
     *
     * @param most how many at most
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if there is no such
     *     collection
     */
    List<Passage> search(String collection, String question, int most);
}
