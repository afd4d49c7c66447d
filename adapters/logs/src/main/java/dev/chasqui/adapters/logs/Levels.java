package dev.chasqui.adapters.logs;

import java.util.logging.Level;

/**
 * Conversions between the levels of {@code java.util.logging} and those of {@link System.Logger}.
 */
final class Levels {
    private Levels() {}

    /**
     * Returns the level that {@code System.Logger} uses in {@code java.util.logging} for a level.
     */
    static Level toJul(System.Logger.Level level) {
        return switch (level) {
            case ALL -> Level.ALL;
            case TRACE -> Level.FINER;
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARNING;
            case ERROR -> Level.SEVERE;
            case OFF -> Level.OFF;
        };
    }

    /**
     * Returns the name of a level, such as {@code warning}; a level between two names takes the
     * name of the lower one.
     */
    static String name(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "error";
        }
        if (value >= Level.WARNING.intValue()) {
            return "warning";
        }
        if (value >= Level.INFO.intValue()) {
            return "info";
        }
        return value >= Level.FINE.intValue() ? "debug" : "trace";
    }

    /** Returns the more severe of two levels, which lets fewer records through. */
    static Level stricter(Level one, Level other) {
        return one.intValue() >= other.intValue() ? one : other;
    }
}
