package dev.chasqui.benchmarks.studies;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Median;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.gateways.Chasqui;
import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.Prompt;
import dev.chasqui.benchmarks.gateways.StartedProcesses;
import dev.chasqui.benchmarks.load.FirstAnswer;
import dev.chasqui.benchmarks.load.RawRequest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Measures the time from the start of Chasqui's program to its first whole answer.
 *
 * @param chasqui the distribution with its backends
 * @param started ends all started processes
 * @param work the folder of all starts
 */
public record StartTimes(Chasqui chasqui, StartedProcesses started, Path work) {
    /** The id of the row. */
    public static final String ID = "start";

    /** The subject of the slowest start. */
    public static final String SLOWEST = Chasqui.NAME + ", slowest";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * Measures a number of starts, after one that is not measured since it may prepare the next
     * ones.
     */
    public List<Figure> run(int times) throws IOException {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i <= times; i++) {
            long begun = System.nanoTime();
            Gateway gateway = chasqui.start(started, work);
            RawRequest ask = gateway.ask(Prompt.whole(), MeasuredGateways.expected(gateway));
            Optional<Duration> took = FirstAnswer.await(ask, PATIENCE, () -> true);
            double second = (System.nanoTime() - begun) / NANOS_PER_SECOND;
            gateway.process().ifPresent(started::stop);
            if (took.isEmpty()) {
                return List.of(
                        Figure.none(
                                key(Chasqui.NAME),
                                "a start without an answer within " + PATIENCE.toSeconds() + " s"));
            }
            if (i > 0) {
                seconds.add(second);
            }
        }
        return List.of(
                Figure.of(key(Chasqui.NAME), Median.of(seconds).orElseThrow(), times),
                Figure.of(key(SLOWEST), Collections.max(seconds), times));
    }

    private static Figure.Key key(String subject) {
        return new Figure.Key(ID, subject, Quantity.START);
    }
}
