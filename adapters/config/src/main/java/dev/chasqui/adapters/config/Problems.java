package dev.chasqui.adapters.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers mistakes, so that all of them can be told at once. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    void add(Place place, String path, String message) {
        found.add(new Problem(place, path, message));
    }

    /**
     * @throws ConfigException if a mistake was found
     */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigException(
                    found.stream().sorted(Comparator.comparing(Problem::place)).toList());
        }
    }
}
