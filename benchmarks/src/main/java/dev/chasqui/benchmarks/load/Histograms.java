package dev.chasqui.benchmarks.load;

import org.HdrHistogram.Histogram;

import java.time.Duration;

/** Makes histograms of nanoseconds, up to two minutes with three digits of precision. */
final class Histograms {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int DIGITS = 3;

    private Histograms() {}

    static Histogram ofNanos() {
        return new Histogram(LONGEST.toNanos(), DIGITS);
    }
}
