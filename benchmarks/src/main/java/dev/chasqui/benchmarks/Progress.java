package dev.chasqui.benchmarks;

import dev.chasqui.benchmarks.figures.Figure;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What the one who waits for the end is told meanwhile. */
final class Progress {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private Progress() {}

    static void say(String what) {
        IO.println(TIME.format(LocalTime.now(ZoneId.systemDefault())) + " " + what);
    }

    /** Tells a figure as soon as it is there. */
    static void say(Figure figure) {
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
