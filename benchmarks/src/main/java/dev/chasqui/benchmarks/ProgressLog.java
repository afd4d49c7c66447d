package dev.chasqui.benchmarks;

import dev.chasqui.benchmarks.figures.Figure;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints the progress of a run on standard output. */
final class ProgressLog {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private ProgressLog() {}

    static void print(String what) {
        IO.println(TIME.format(LocalTime.now(ZoneId.systemDefault())) + " " + what);
    }

    /** Prints a figure. */
    static void print(Figure figure) {
        String value =
                figure.median().isPresent()
                        ? String.format(Locale.ROOT, "%.2f", figure.median().getAsDouble())
                        : "– " + figure.why();
        String ratio =
                figure.ratio().isPresent()
                        ? String.format(Locale.ROOT, "  %.2f x", figure.ratio().getAsDouble())
                        : "";
        IO.println(
                "         %-24s %s: %s%s"
                        .formatted(
                                figure.key().subject(),
                                figure.key().quantity().title(),
                                value,
                                ratio));
    }
}
