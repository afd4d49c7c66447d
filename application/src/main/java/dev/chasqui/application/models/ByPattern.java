package dev.chasqui.application.models;

import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.text.NamePattern;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The things that a config says of models by patterns of their names, such as {@code gpt-*}. Of
 * several patterns that fit a name, the longest one counts; the case of letters and {@code :latest}
 * do not. Safe for use by several threads.
 */
public final class ByPattern<T> {
    /** The most names of which the result is remembered; clients choose some of them. */
    private static final int MOST_KNOWN = 1_000;

    private final List<Entry<T>> entries;

    /** The results for the latest names, since there may be hundreds of patterns. */
    private final Map<String, Optional<T>> known = new ConcurrentHashMap<>();

    /**
     * @param things the things by patterns; of equally long ones the first counts
     */
    public ByPattern(Map<String, T> things) {
        entries =
                things.entrySet().stream()
                        .map(
                                thing ->
                                        new Entry<>(
                                                new NamePattern(
                                                        ModelName.withoutLatest(thing.getKey())),
                                                thing.getValue()))
                        .sorted(Comparator.<Entry<T>>comparingInt(Entry::length).reversed())
                        .toList();
    }

    /** Returns true if there is no pattern. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Returns the thing of a model; empty if no pattern fits its name. */
    public Optional<T> find(String model) {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        Optional<T> found = known.get(model);
        if (found == null) {
            found = first(ModelName.withoutLatest(model));
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            known.put(model, found);
        }
        return found;
    }

    private Optional<T> first(String name) {
        for (Entry<T> entry : entries) {
            if (entry.pattern().matchesAnyCase(name)) {
                return Optional.of(entry.thing());
            }
        }
        return Optional.empty();
    }

    private record Entry<T>(NamePattern pattern, T thing) {
        int length() {
            return pattern.text().length();
        }
    }
}
