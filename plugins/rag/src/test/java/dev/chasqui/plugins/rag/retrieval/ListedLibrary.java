package dev.chasqui.plugins.rag.retrieval;

import dev.chasqui.plugins.rag.library.Hits;
import dev.chasqui.plugins.rag.library.IndexQuery;
import dev.chasqui.plugins.rag.library.Library;
import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.library.VectorState;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A library of collections that return the same lists for each question, with vectors or not. */
final class ListedLibrary implements Library {
    private final Map<String, Hits> hits = new TreeMap<>();
    private final Map<String, VectorState> states = new TreeMap<>();
    private final List<IndexQuery> queries = new ArrayList<>();

    ListedLibrary with(
            String collection, VectorState state, List<Passage> words, List<Passage> vectors) {
        states.put(collection, state);
        hits.put(collection, new Hits(words, vectors));
        return this;
    }

    static VectorState by(String model) {
        return new VectorState(Optional.of(model), 10, 10);
    }

    List<IndexQuery> queries() {
        return List.copyOf(queries);
    }

    @Override
    public SortedSet<String> collections() {
        return new TreeSet<>(hits.keySet());
    }

    @Override
    public VectorState vectors(String collection) {
        return Objects.requireNonNull(states.get(collection));
    }

    @Override
    public Hits search(String collection, IndexQuery query) {
        queries.add(query);
        Hits all = Objects.requireNonNull(hits.get(collection));
        return query.vector().isPresent() ? all : new Hits(all.lexical(), List.of());
    }

    @Override
    public List<Passage> passages(String collection, String document, int first, int last) {
        return List.of();
    }

    @Override
    public List<Passage> search(String collection, String question, int most) {
        return Objects.requireNonNull(hits.get(collection)).lexical();
    }
}
