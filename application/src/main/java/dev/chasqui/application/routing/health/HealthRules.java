package dev.chasqui.application.routing.health;

import java.time.Duration;

/**
 * The rules by which a failing backend is ejected: left out of the choice for a time.
 *
 * @param failuresInRow the failures in a row that eject it
 * @param errorRate the share of failures that ejects it, from 0 to 1
 * @param leastSample the fewest calls of a window whose share counts
 * @param window the time for which an outcome counts in the share, at least; at most twice as long
 * @param firstEjection the length of a first ejection; each next one is twice as long
 * @param longestEjection the length of the longest ejection, and the time of good health after
 *     which ejections are short again
 */
public record HealthRules(
        int failuresInRow,
        double errorRate,
        int leastSample,
        Duration window,
        Duration firstEjection,
        Duration longestEjection) {
    /** The rules of a config that says nothing. */
    public static final HealthRules USUAL =
            new HealthRules(
                    3,
                    0.5,
                    20,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(60));

    public HealthRules {
        if (failuresInRow < 1 || leastSample < 1 || !(errorRate > 0) || errorRate > 1) {
            throw new IllegalArgumentException(
                    "failuresInRow: "
                            + failuresInRow
                            + ", leastSample: "
                            + leastSample
                            + ", errorRate: "
                            + errorRate
                            + " (expected: at least 1, at least 1, and a share up to 1)");
        }
        if (!firstEjection.isPositive() || longestEjection.compareTo(firstEjection) < 0) {
            throw new IllegalArgumentException(
                    "firstEjection: "
                            + firstEjection
                            + " (expected: more than 0, and at most longestEjection)");
        }
    }

    /**
     * Returns the length of an ejection in nanoseconds.
     *
     * @param before the number of ejections before it
     */
    long ejectionNanos(int before) {
        long longest = longestEjection.toNanos();
        long length = firstEjection.toNanos();
        for (int i = 0; i < before && length < longest; i++) {
            length *= 2;
        }
        return Math.min(length, longest);
    }
}
