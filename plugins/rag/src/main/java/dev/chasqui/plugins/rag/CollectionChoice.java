package dev.chasqui.plugins.rag;

import dev.chasqui.domain.binding.NearestName;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The choice of the collections to search. A collection that the caller may not use is as if it
 * were not there.
 */
final class CollectionChoice {
    private static final String HOW_TO_ADD =
            "add documents with `chasqui rag add FOLDER`, or by POST"
                    + " /admin/collections/NAME/documents";

    private CollectionChoice() {}

    /**
     * Returns the collections to search: the named ones, else the default one, else all.
     *
     * @param existing the names of all collections, in order
     * @param named the names of a command; each once in the result
     * @param usual the default one, which counts if the caller may use it
     * @param allowed true for a collection that the caller may use; the named ones are checked
     *     before
     * @throws FailureException with {@code Invalid} if there is nothing to search, or no collection
     *     of a name; its message lists those that the caller may use, and says what to do
     */
    static List<String> choose(
            Collection<String> existing,
            List<String> named,
            Optional<String> usual,
            Predicate<String> allowed) {
        List<String> there = existing.stream().filter(allowed).toList();
        List<String> wanted = named;
        if (named.isEmpty()) {
            wanted = usual.filter(allowed).map(List::of).orElse(there);
        }
        if (existing.isEmpty() || wanted.isEmpty()) {
            throw invalid(
                    (existing.isEmpty()
                                    ? "there are no documents yet; "
                                    : "there are no documents that you may use; ")
                            + HOW_TO_ADD);
        }
        for (String name : wanted) {
            if (!existing.contains(name)) {
                throw unknown(name, there);
            }
        }
        return wanted.stream().distinct().toList();
    }

    private static FailureException unknown(String name, List<String> there) {
        return invalid(
                "there is no collection '"
                        + name
                        + "'; there are: "
                        + String.join(", ", there)
                        + NearestName.find(name, there)
                                .map(near -> "; did you mean /rag(collection=" + near + ")?")
                                .orElse(""));
    }

    private static FailureException invalid(String message) {
        return new FailureException(new Failure.Invalid(Optional.empty(), "/rag: " + message));
    }
}
