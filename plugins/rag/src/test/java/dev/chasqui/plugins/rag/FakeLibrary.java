package dev.chasqui.plugins.rag;

import dev.chasqui.plugin.testkit.TestModels;
import dev.chasqui.plugins.rag.library.DocumentFilter;
import dev.chasqui.plugins.rag.library.Hits;
import dev.chasqui.plugins.rag.library.IndexQuery;
import dev.chasqui.plugins.rag.library.Library;
import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.library.PassagePlace;
import dev.chasqui.plugins.rag.library.VectorState;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A library whose search returns all its passages in the given order, and which records the
 * questions.
 */
final class FakeLibrary implements Library {
    private final Map<String, List<Passage>> passages = new TreeMap<>();
    private final List<String> queries = new ArrayList<>();

    /** Adds documents of one passage each: a name, its text, and so on. */
    FakeLibrary with(String collection, String... namesAndTexts) {
        List<Passage> added = new ArrayList<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            added.add(passage(collection, namesAndTexts[i], 0, namesAndTexts[i + 1]));
        }
        passages.put(collection, added);
        return this;
    }

    /** Returns a passage that is the whole of its document. */
    static Passage passage(String collection, String document, int position, String text) {
        return new Passage(collection, document, position, PassagePlace.whole(text), text, 1);
    }

    /** Returns the agent of a command without arguments. */
    static RagAgent agent(Library library, RagConfig config) {
        return new RagAgent(
                RagParts.of(library, TestModels.saying("no words"), config),
                new SearchOrder(List.of(), config.k(), config.budget(), DocumentFilter.ALL));
    }

    List<String> queries() {
        return List.copyOf(queries);
    }

    @Override
    public SortedSet<String> collections() {
        return new TreeSet<>(passages.keySet());
    }

    @Override
    public VectorState vectors(String collection) {
        return VectorState.none(passages.getOrDefault(collection, List.of()).size());
    }

    @Override
    public Hits search(String collection, IndexQuery query) {
        return new Hits(search(collection, query.text(), query.depth()), List.of());
    }

    @Override
    public List<Passage> passages(String collection, String document, int first, int last) {
        return passages.getOrDefault(collection, List.of()).stream()
                .filter(passage -> passage.document().equals(document))
                .filter(passage -> passage.position() >= first && passage.position() <= last)
                .toList();
    }

    @Override
    public List<Passage> search(String collection, String question, int most) {
        queries.add(question);
        List<Passage> all = passages.getOrDefault(collection, List.of());
        return all.subList(0, Math.min(most, all.size()));
    }
}
