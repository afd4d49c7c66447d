package dev.chasqui.plugins.rag;

import dev.chasqui.plugins.rag.library.Library;
import dev.chasqui.plugins.rag.library.Passage;

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
            added.add(new Passage(collection, namesAndTexts[i], 0, namesAndTexts[i + 1], 1));
        }
        passages.put(collection, added);
        return this;
    }

    List<String> queries() {
        return List.copyOf(queries);
    }

    @Override
    public SortedSet<String> collections() {
        return new TreeSet<>(passages.keySet());
    }

    @Override
    public List<Passage> search(String collection, String question, int most) {
        queries.add(question);
        List<Passage> all = passages.getOrDefault(collection, List.of());
        return all.subList(0, Math.min(most, all.size()));
    }
}
