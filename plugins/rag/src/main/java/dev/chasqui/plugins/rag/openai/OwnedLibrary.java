package dev.chasqui.plugins.rag.openai;

import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.filestore.VectorStores;
import dev.chasqui.plugins.rag.library.Hits;
import dev.chasqui.plugins.rag.library.IndexQuery;
import dev.chasqui.plugins.rag.library.Library;
import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.library.VectorState;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Collections of which some are the vector stores of one user, and are seen by that user alone. A
 * search counts as use of the store. Safe for use by several threads.
 *
 * @param library all collections
 * @param stores knows the owners
 * @param shown says if a collection is among these
 */
public record OwnedLibrary(Library library, VectorStores stores, Predicate<String> shown)
        implements Library {

    /** Makes a library with all collections. */
    public OwnedLibrary(Library library, VectorStores stores) {
        this(library, stores, _ -> true);
    }

    @Override
    public Library visibleTo(Caller caller) {
        return new OwnedLibrary(library, stores, name -> stores.mayRead(caller, name));
    }

    @Override
    public SortedSet<String> collections() {
        return library.collections().stream()
                .filter(shown)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public VectorState vectors(String collection) {
        requireShown(collection);
        return library.vectors(collection);
    }

    @Override
    public Hits search(String collection, IndexQuery query) {
        requireShown(collection);
        stores.used(collection);
        return library.search(collection, query);
    }

    @Override
    public List<Passage> passages(String collection, String document, int first, int last) {
        requireShown(collection);
        return library.passages(collection, document, first, last);
    }

    @Override
    public List<Passage> search(String collection, String question, int most) {
        requireShown(collection);
        stores.used(collection);
        return library.search(collection, question, most);
    }

    private void requireShown(String collection) {
        if (!shown.test(collection)) {
            throw new FailureException(
                    new Failure.Invalid(
                            "collection", "there is no collection '" + collection + "'"));
        }
    }
}
