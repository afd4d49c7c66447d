package dev.chasqui.plugins.rag.library;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.Optional;

/**
 * A question to the index of one collection.
 *
 * @param text the words to search for
 * @param vector the text's vector by the model that {@link Library#vectors} names; empty for a
 *     search by words alone. It is not copied, and must not be changed
 * @param filter the documents that are searched
 * @param depth the most passages of each list
 */
public record IndexQuery(String text, Optional<float[]> vector, DocumentFilter filter, int depth) {

    /** The greatest depth. */
    public static final int DEEPEST = 1_000;

    /**
     * @throws FailureException with {@code Invalid} if the depth is less than 1 or too great
     */
    public IndexQuery {
        if (depth < 1 || depth > DEEPEST) {
            throw new FailureException(
                    new Failure.Invalid("k", "k: " + depth + " (expected: 1 to " + DEEPEST + ")"));
        }
    }

    /** Returns a query by words alone, among all documents. */
    public static IndexQuery words(String text, int depth) {
        return new IndexQuery(text, Optional.empty(), DocumentFilter.ALL, depth);
    }
}
