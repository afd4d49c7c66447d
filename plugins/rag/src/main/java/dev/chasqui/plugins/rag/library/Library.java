package dev.chasqui.plugins.rag.library;

import dev.chasqui.domain.exchange.Caller;

import java.util.List;
import java.util.SortedSet;

/**
 * The collections of documents, as an agent that searches them sees them. Each is an index that
 * returns lists by several voices; the rest of retrieval is the same for every index. Safe for use
 * by several threads.
 *
 * <p>Each method with a collection throws a {@link dev.chasqui.domain.failure.FailureException}
 * with {@code Invalid} if there is no such collection, with {@code AgentFailed} if it cannot be
 * read.
 */
public interface Library {

    /** Returns the names of all collections. */
    SortedSet<String> collections();

    /** Returns these collections without those that a caller may not see. */
    default Library visibleTo(Caller caller) {
        return this;
    }

    /** Returns the state of a collection's vectors. */
    VectorState vectors(String collection);

    /** Returns the passages of one collection that each voice finds. */
    Hits search(String collection, IndexQuery query);

    /**
     * Returns consecutive passages of a document, in order; none if there is no such document.
     *
     * @param first the position of the first one
     * @param last the position of the last one; the document may end before it
     */
    List<Passage> passages(String collection, String document, int first, int last);

    /**
     * Returns the passages that have words of the question, best first and each text once.
     *
     * @param most the most passages to return
     */
    List<Passage> search(String collection, String question, int most);
}
