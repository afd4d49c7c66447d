package dev.chasqui.benchmarks.page;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.gateways.Chasqui;
import dev.chasqui.benchmarks.studies.MemoryStudy;
import dev.chasqui.benchmarks.studies.StartTimes;
import dev.chasqui.benchmarks.studies.StreamsHeld;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A target: a bound for a figure.
 *
 * @param figure the name for people
 * @param key the key of the figure
 * @param kind the way of comparing
 * @param must the bound that must be reached
 * @param goal the bound that should be reached
 */
record Target(String figure, Figure.Key key, Kind kind, double must, double goal) {
    private static final String MISSED = "**missed**";

    /** The ways to compare a figure with its target. */
    enum Kind {
        /** The ratio to the yardstick is compared, and less is better. */
        TIMES,
        /** The value is compared, and less is better. */
        AT_MOST,
        /** The value is compared, and more is better. */
        AT_LEAST
    }

    /** All targets of the performance page, in its order. */
    static final List<Target> ALL =
            List.of(
                    times("CPU per request", "cpu-1k", Quantity.CPU_PER_REQUEST, 2.0, 1.3),
                    times("added p50 at one connection", "latency-1k", Quantity.P50, 1.4, 1.1),
                    times("added p99 at one connection", "latency-1k", Quantity.P99, 1.4, 1.1),
                    atMost(
                            "added time to first token, p50",
                            "first-1",
                            Quantity.FIRST_P50,
                            300,
                            150),
                    atMost(
                            "added time to first token, p99",
                            "first-1",
                            Quantity.FIRST_P99,
                            1000,
                            300),
                    times("CPU per SSE frame", "frame-128", Quantity.CPU_PER_FRAME, 2.0, 1.3),
                    new Target(
                            "streams held on one core",
                            key(StreamsHeld.ID, Chasqui.NAME, Quantity.STREAMS),
                            Kind.AT_LEAST,
                            256,
                            512),
                    times(
                            "CPU per request of 32 KiB",
                            "cpu-32k",
                            Quantity.CPU_PER_REQUEST,
                            2.5,
                            1.5),
                    agents("1 agent", 15, 5),
                    agents("1 trusted agent", 15, 5),
                    agents("10 agents", 60, 20),
                    agents("10 trusted agents", 60, 20),
                    translated("OpenAI in, Ollama out"),
                    translated("Ollama in, OpenAI out"),
                    atMost(
                            "memory after ten minutes at half load",
                            MemoryStudy.ID,
                            Quantity.RESIDENT,
                            220,
                            150),
                    atMost("its growth", MemoryStudy.ID, Quantity.SLOPE, 0.5, 0.05),
                    atMost("start to first answer", StartTimes.ID, Quantity.START, 1.5, 0.4));

    private static Target times(
            String figure, String row, Quantity quantity, double must, double goal) {
        return new Target(figure, key(row, Chasqui.NAME, quantity), Kind.TIMES, must, goal);
    }

    private static Target atMost(
            String figure, String row, Quantity quantity, double must, double goal) {
        return new Target(figure, key(row, Chasqui.NAME, quantity), Kind.AT_MOST, must, goal);
    }

    private static Target agents(String subject, double must, double goal) {
        Figure.Key key = key("agents", subject, Quantity.CPU_PER_REQUEST);
        return new Target("what " + subject + " adds", key, Kind.AT_MOST, must, goal);
    }

    private static Target translated(String subject) {
        Figure.Key key = key("dialects", subject, Quantity.CPU_PER_REQUEST);
        return new Target("translated: " + subject, key, Kind.TIMES, 4.0, 2.5);
    }

    private static Figure.Key key(String row, String subject, Quantity quantity) {
        return new Figure.Key(row, subject, quantity);
    }

    /** Returns a target without a goal beyond its must. */
    static Target must(String figure, Figure.Key key, Kind kind, double must) {
        return new Target(figure, key, kind, must, must);
    }

    /** Returns true if there is no goal beyond the must. */
    boolean isMust() {
        return must == goal;
    }

    /** Returns the value of a figure that is compared. */
    OptionalDouble value(Figure measured) {
        return switch (kind) {
            case TIMES -> measured.ratio();
            case AT_MOST, AT_LEAST -> measured.median();
        };
    }

    /** Returns the verdict on a value. */
    String verdict(double value) {
        if (isMust()) {
            return reaches(value, must) ? "reached" : MISSED;
        }
        if (reaches(value, goal)) {
            return "goal reached";
        }
        return reaches(value, must) ? "must reached" : MISSED;
    }

    private boolean reaches(double value, double limit) {
        return switch (kind) {
            case TIMES, AT_MOST -> value <= limit;
            case AT_LEAST -> value >= limit;
        };
    }

    /** Returns a value as text, with its unit. */
    String written(double value) {
        String unit = key.quantity().unit();
        return switch (kind) {
            case TIMES -> NumberFormats.of(value) + " × nginx";
            case AT_MOST, AT_LEAST ->
                    unit.isEmpty()
                            ? NumberFormats.tick(value)
                            : NumberFormats.of(value) + " " + unit;
        };
    }
}
