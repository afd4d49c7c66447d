package dev.chasqui.plugins.rag;

import dev.chasqui.domain.binding.NearestName;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.List;
import java.util.Optional;

/** Chooses the collection to search, from its name or without one. */
final class CollectionChoice {
    private static final String HOW_TO_ADD =
            "add documents with `chasqui rag add FOLDER`, or by POST"
                    + " /admin/collections/NAME/documents";

    private CollectionChoice() {}

    /**
     * Returns the collection of this name; without a name, the only one that exists.
     *
     * @param collections the names of all collections, in order
     * @throws FailureException with {@code Invalid} if there are no collections, none of this name,
     *     or several and no name; its message lists the collections and says what to do
     */
    static String choose(List<String> collections, Optional<String> name) {
        if (collections.isEmpty()) {
            throw invalid("there are no documents yet; " + HOW_TO_ADD);
        }
        if (name.isEmpty()) {
            if (collections.size() == 1) {
                return collections.getFirst();
            }
            throw invalid(
                    "there are several collections; name one, as in /rag(collection="
                            + collections.getFirst()
                            + "): "
                            + String.join(", ", collections));
        }
        String wanted = name.get();
        if (!collections.contains(wanted)) {
            throw unknown(wanted, collections);
        }
        return wanted;
    }

    private static FailureException unknown(String name, List<String> collections) {
        return invalid(
                "there is no collection '"
                        + name
                        + "'; there are: "
                        + String.join(", ", collections)
                        + NearestName.find(name, collections)
                                .map(near -> "; did you mean /rag(collection=" + near + ")?")
                                .orElse(""));
    }

    private static FailureException invalid(String message) {
        return new FailureException(new Failure.Invalid(Optional.empty(), "/rag: " + message));
    }
}
