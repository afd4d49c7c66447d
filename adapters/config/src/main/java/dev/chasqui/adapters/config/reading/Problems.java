package dev.chasqui.adapters.config.reading;

import dev.chasqui.domain.binding.Mistake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The mistakes and warnings of one configuration, collected so that all are reported at once. */
public final class Problems {
    private final List<Problem> mistakes = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private ConfigPositions places =
            ConfigPositions.of(new Node.Members(ConfigPosition.NOWHERE, Map.of()));

    /** Adds a mistake, which stops the start. */
    public void add(ConfigPosition place, String path, String message) {
        mistakes.add(new Problem(place, path, message));
    }

    /** Adds a warning, which does not stop the start. */
    public void warn(ConfigPosition place, String path, String message) {
        warnings.add(new Problem(place, path, message));
    }

    /** Adds a mistake at the place of a key. */
    public void add(String path, String message) {
        add(places.nearest(path), path, message);
    }

    /** Adds a warning at the place of a key. */
    public void warn(String path, String message) {
        warn(places.nearest(path), path, message);
    }

    /** Returns true if the value of this key is wrong as a whole. */
    boolean has(String path) {
        return mistakes.stream().anyMatch(mistake -> mistake.path().equals(path));
    }

    /** Adds a mistake that the binder found. */
    public void add(Mistake mistake) {
        ConfigPosition at =
                mistake.named().map(places::name).orElse(places.nearest(mistake.where()));
        add(at, mistake.where(), mistake.what());
    }

    /**
     * Sets the places of the configuration's parts, for all problems that are added from now on.
     */
    public void placedBy(ConfigPositions written) {
        places = written;
    }

    ConfigPositions places() {
        return places;
    }

    /** Returns the mistakes in the order of their places. */
    public List<Problem> mistakes() {
        return sorted(mistakes);
    }

    /** Returns the warnings in the order of their places. */
    public List<Problem> warnings() {
        return sorted(warnings);
    }

    private static List<Problem> sorted(List<Problem> found) {
        return found.stream().sorted(Comparator.comparing(Problem::place)).toList();
    }

    /**
     * Ends the reading of a configuration with mistakes.
     *
     * @throws ConfigException if a mistake was found
     */
    public void throwIfAny() {
        if (!mistakes.isEmpty()) {
            throw new ConfigException(mistakes(), warnings());
        }
    }
}
