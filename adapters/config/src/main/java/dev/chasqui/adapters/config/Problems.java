package dev.chasqui.adapters.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers what is to be said of a configuration, so that all of it can be told at once. */
final class Problems {
    private final List<Problem> mistakes = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final Map<String, Place> places = new HashMap<>();

    /** Adds what stops the start. */
    void add(Place place, String path, String message) {
        mistakes.add(new Problem(place, path, message));
    }

    /** Adds what does not stop the start. */
    void warn(Place place, String path, String message) {
        warnings.add(new Problem(place, path, message));
    }

    /** Remembers where a value was given; of several places the last counts. */
    void given(String path, Place at) {
        places.put(path, at);
    }

    /** The place at which a value was given; empty if it was not. */
    Optional<Place> place(String path) {
        return Optional.ofNullable(places.get(path));
    }

    List<Problem> mistakes() {
        return sorted(mistakes);
    }

    List<Problem> warnings() {
        return sorted(warnings);
    }

    private static List<Problem> sorted(List<Problem> found) {
        return found.stream().sorted(Comparator.comparing(Problem::place)).toList();
    }

    /**
     * @throws ConfigException if a mistake was found
     */
    void throwIfAny() {
        if (!mistakes.isEmpty()) {
            throw new ConfigException(mistakes(), warnings());
        }
    }
}
