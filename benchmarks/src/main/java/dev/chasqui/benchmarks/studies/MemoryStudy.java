package dev.chasqui.benchmarks.studies;

import dev.chasqui.benchmarks.figures.Figure;
import dev.chasqui.benchmarks.figures.Median;
import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.figures.Slope;
import dev.chasqui.benchmarks.gateways.Chasqui;
import dev.chasqui.benchmarks.gateways.RunningProcess;
import dev.chasqui.benchmarks.load.RawRequest;
import dev.chasqui.benchmarks.load.WholeLoad;
import dev.chasqui.benchmarks.loop.SocketLoop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory that Chasqui uses at half of its greatest load.
 *
 * @param figures the memory at the end, and its growth in the second half
 * @param course the resident memory in MiB over minutes
 */
public record MemoryStudy(List<Figure> figures, List<Slope.Point> course) {
    /** The id of the row. */
    public static final String ID = "memory";

    private static final int CONNECTIONS = 16;
    private static final int PARTS_FLAT_OUT = 60;
    private static final int SAMPLES = 120;
    private static final int LAST = SAMPLES / 10;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MINUTE = 60e9;

    /** Copies the lists. */
    public MemoryStudy {
        figures = List.copyOf(figures);
        course = List.copyOf(course);
    }

    /** Measures the memory of a fresh server over a time. */
    public static MemoryStudy watch(
            SocketLoop loop, RawRequest ask, RunningProcess server, Duration time) {
        Duration flatOut = time.dividedBy(PARTS_FLAT_OUT);
        // The first run lets the compiler work, the second finds the greatest load.
        WholeLoad.run(loop, ask, CONNECTIONS, flatOut, () -> {});
        WholeLoad.Window full = WholeLoad.run(loop, ask, CONNECTIONS, flatOut, () -> {});
        double half = Math.max(1, full.answers() / 2.0 * NANOS_PER_SECOND / full.time().toNanos());
        List<Slope.Point> course = new ArrayList<>();
        long start = System.nanoTime();
        WholeLoad.Window window =
                WholeLoad.steady(
                        loop,
                        ask,
                        CONNECTIONS,
                        half,
                        time.dividedBy(SAMPLES),
                        SAMPLES,
                        () -> {
                            double minutes = (System.nanoTime() - start) / NANOS_PER_MINUTE;
                            course.add(new Slope.Point(minutes, server.residentMiB()));
                        });
        long failures = full.failures() + window.failures();
        if (failures > 0) {
            String why = failures + " requests failed";
            return new MemoryStudy(
                    List.of(
                            Figure.none(key(Quantity.RESIDENT), why),
                            Figure.none(key(Quantity.SLOPE), why)),
                    course);
        }
        List<Double> last =
                course.subList(SAMPLES - LAST, SAMPLES).stream().map(Slope.Point::y).toList();
        double slope = Slope.of(course.subList(SAMPLES / 2, SAMPLES));
        return new MemoryStudy(
                List.of(
                        Figure.of(key(Quantity.RESIDENT), Median.of(last).orElseThrow(), LAST),
                        Figure.of(key(Quantity.SLOPE), slope, SAMPLES / 2)),
                course);
    }

    private static Figure.Key key(Quantity quantity) {
        return new Figure.Key(ID, Chasqui.NAME, quantity);
    }
}
