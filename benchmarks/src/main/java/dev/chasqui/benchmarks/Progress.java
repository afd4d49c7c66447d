package dev.chasqui.benchmarks;

import dev.chasqui.benchmarks.figures.Figure;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What the one who waits for the end is told meanwhile. */
final class Progress {
    private Progress() {}

    static void say(String what) {
        IO.println(
                LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + " " + what);
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
