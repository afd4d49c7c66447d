package dev.chasqui.benchmarks.page;

import dev.chasqui.benchmarks.figures.Quantity;

import java.util.Locale;
import java.util.OptionalDouble;

/** Formats numbers with three significant digits. */
final class NumberFormats {
    private static final String NONE = "–";

    private NumberFormats() {}

    static String of(OptionalDouble value) {
        return value.isEmpty() ? NONE : of(value.getAsDouble());
    }

    /** Returns a figure as text; a count has no decimals unless it needs them. */
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

    /** Returns a value of a scale as text; an integer has no decimals. */
    static String tick(double value) {
        String format = value == Math.rint(value) ? "%,.0f" : "%,.2f";
        return String.format(Locale.ROOT, format, value);
    }

    static String times(OptionalDouble ratio) {
        return ratio.isEmpty() ? NONE : of(ratio) + " ×";
    }
}
