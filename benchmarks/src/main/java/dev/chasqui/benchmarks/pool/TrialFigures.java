package dev.chasqui.benchmarks.pool;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.gateways.Chasqui;

import java.time.Duration;
import java.util.OptionalDouble;

/** Makes the figures of a trial with clients. */
record TrialFigures(String row, CrowdTally tally) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Returns the number of right answers, with the number of failures and the first of them. */
    Figure answers() {
        return new Figure(
                key(Chasqui.NAME, Quantity.ANSWERS),
                OptionalDouble.of(tally.answers()),
                OptionalDouble.empty(),
                1,
                0,
                tally.firstFailure()
                        .map(first -> tally.failures() + " failed: " + first)
                        .orElse(""));
    }

    Figure answers(String model) {
        return Figure.of(key(model, Quantity.ANSWERS), tally.answers(model), 1);
    }

    Figure longestWait() {
        return time(Quantity.WAIT, tally.longestWait());
    }

    Figure time(Quantity quantity, Duration time) {
        return count(quantity, time.toNanos() / NANOS_PER_SECOND);
    }

    Figure count(Quantity quantity, double value) {
        return Figure.of(key(Chasqui.NAME, quantity), value, 1);
    }

    Figure.Key key(String subject, Quantity quantity) {
        return new Figure.Key(row, subject, quantity);
    }
}
