package dev.chasqui.adapters.logs;

import java.util.logging.Level;

/** The levels of {@code java.util.logging} under the names of {@link System.Logger.Level}. */
final class Levels {
    private Levels() {}

    /** The level to which {@code System.Logger} leads this one. */
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

    /** Such as {@code warning}; levels in between take the name of the one below. */
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

    /** The one of two that lets less through. */
    static Level stricter(Level one, Level other) {
        return one.intValue() >= other.intValue() ? one : other;
    }
}
