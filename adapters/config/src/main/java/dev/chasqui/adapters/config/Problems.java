package dev.chasqui.adapters.config;

import dev.chasqui.domain.binding.Mistake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** All that is to be said of a configuration, so that it can be told at once. */
final class Problems {
    private final List<Problem> mistakes = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private Places places = Places.of(new Node.Members(ConfigReader.NOWHERE, Map.of()));

    /** Adds what stops the start. */
    void add(Place place, String path, String message) {
        mistakes.add(new Problem(place, path, message));
    }

    /** Adds what does not stop the start. */
    void warn(Place place, String path, String message) {
        warnings.add(new Problem(place, path, message));
    }

    /** Adds what stops the start, at the place of a key. */
    void add(String path, String message) {
        add(places.nearest(path), path, message);
    }

    /** Adds what does not stop the start, at the place of a key. */
    void warn(String path, String message) {
        warn(places.nearest(path), path, message);
    }

    /** Adds what the binder found. */
    void add(Mistake mistake) {
        Place at = mistake.named().map(places::name).orElse(places.nearest(mistake.where()));
        add(at, mistake.where(), mistake.what());
    }

    /** Takes the places of what was written, for all that is told from now on. */
    void placedBy(Places written) {
        places = written;
    }

    Places places() {
        return places;
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
