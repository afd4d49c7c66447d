package dev.chasqui.adapters.config.reading;

import java.util.Comparator;

/**
 * The place at which a part of the configuration was given.
 *
 * @param source the file as it was named, the environment variable, or {@code command line}
 * @param line the line in the file, from 1; 0 if the source is no file
 * @param column the column in the line, from 1; 0 if the source is no file
 */
public record ConfigPosition(String source, int line, int column)
        implements Comparable<ConfigPosition> {
    /** The place of what was written nowhere. */
    public static final ConfigPosition NOWHERE = new ConfigPosition("config", 0, 0);

    static final ConfigPosition COMMAND_LINE = new ConfigPosition("command line", 0, 0);

    /** The order of messages: the file from its top to its end, then sources without lines. */
    private static final Comparator<ConfigPosition> ORDER =
            Comparator.comparing((ConfigPosition place) -> place.line == 0)
                    .thenComparingInt(ConfigPosition::line)
                    .thenComparingInt(ConfigPosition::column)
                    .thenComparing(ConfigPosition::source);

    static ConfigPosition ofVariable(String name) {
        return new ConfigPosition(name, 0, 0);
    }

    @Override
    public int compareTo(ConfigPosition other) {
        return ORDER.compare(this, other);
    }

    /** Returns the place as messages show it, such as {@code config.json:3:5}. */
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
