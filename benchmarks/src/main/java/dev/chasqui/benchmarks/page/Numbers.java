package dev.chasqui.benchmarks.page;

import dev.chasqui.benchmarks.figures.Quantity;

import java.util.Locale;
import java.util.OptionalDouble;

/** How numbers are written: with three digits that say something. */
final class Numbers {
    private static final String NONE = "–";

    private Numbers() {}

    static String of(OptionalDouble value) {
        return value.isEmpty() ? NONE : of(value.getAsDouble());
    }

    /** A figure; what is counted has no more digits than it needs. */
    static String of(Quantity quantity, OptionalDouble value) {
        return value.isPresent() && quantity.unit().isEmpty()
                ? tick(value.getAsDouble())
                : of(value);
    }

    static String of(double value) {
        double size = Math.abs(value);
        String format = size < 9.995 ? "%,.2f" : size < 99.95 ? "%,.1f" : "%,.0f";
        return String.format(Locale.ROOT, format, value);
    }

    /** A value of a scale: nothing behind the point where there is nothing. */
    static String tick(double value) {
        String format = value == Math.rint(value) ? "%,.0f" : "%,.2f";
        return String.format(Locale.ROOT, format, value);
    }

    static String times(OptionalDouble ratio) {
        return ratio.isEmpty() ? NONE : of(ratio) + " ×";
    }
}
