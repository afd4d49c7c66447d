package dev.chasqui.adapters.config;

import java.util.Comparator;

/**
 * Where a part of the configuration was given.
 *
 * @param source the file as it was named, the environment variable, or {@code command line}
 * @param line the line in the file, from 1; 0 where the source is no file
 * @param column the column in the line, from 1; 0 where the source is no file
 */
public record Place(String source, int line, int column) implements Comparable<Place> {
    static final Place COMMAND_LINE = new Place("command line", 0, 0);

    /** The file first, from its top to its end, then what has no lines. */
    private static final Comparator<Place> ORDER =
            Comparator.comparing((Place place) -> place.line == 0)
                    .thenComparingInt(Place::line)
                    .thenComparingInt(Place::column)
                    .thenComparing(Place::source);

    static Place ofVariable(String name) {
        return new Place(name, 0, 0);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    /** Such as {@code config.json:3:5}. */
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
