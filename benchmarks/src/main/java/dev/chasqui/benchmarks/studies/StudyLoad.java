package dev.chasqui.benchmarks.studies;

import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.figures.Sample;
import dev.chasqui.benchmarks.load.StreamLoad;
import dev.chasqui.benchmarks.load.WholeLoad;
import dev.chasqui.benchmarks.loop.SocketLoop;
import dev.chasqui.benchmarks.mock.StreamShape;

import org.HdrHistogram.Histogram;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The load on a contestant during a window. */
public sealed interface StudyLoad {
    /** Whole answers; each connection sends the next request at once. */
    record Whole(int connections) implements StudyLoad {}

    /**
     * Streams; each connection reads one after another.
     *
     * @param connections the number of connections
     * @param shape the shape of the streams
     * @param late the share of frames that may be late; with more of them the window fails
     */
    record Streams(int connections, StreamShape shape, double late) implements StudyLoad {
        /** Makes a load that measures only the cost: all frames may be late. */
        Streams(int connections, StreamShape shape) {
            this(connections, shape, 1);
        }
    }

    /** Returns the quantity that measures the cost of an answer under this load. */
    default Quantity cost() {
        return switch (this) {
            case Whole _ -> Quantity.CPU_PER_REQUEST;
            case Streams _ -> Quantity.CPU_PER_FRAME;
        };
    }

    /** Measures one window on the loop that the backend shares. */
    default Sample window(SocketLoop loop, Contestant contestant, Duration time) {
        return switch (this) {
            case Whole(int connections) -> whole(loop, contestant, connections, time);
            case Streams streams -> streams(loop, contestant, streams, time);
        };
    }

    private static Sample whole(
            SocketLoop loop, Contestant contestant, int connections, Duration time) {
        CpuMeter meter = new CpuMeter(contestant.process());
        WholeLoad.Window window = WholeLoad.run(loop, contestant.ask(), connections, time, meter);
        if (window.failures() > 0) {
            return new Sample.Failed(window.failures() + " failed: " + window.firstFailure());
        }
        if (window.answers() == 0) {
            return new Sample.Failed("no answer within the window");
        }
        Map<Quantity, Double> values = new EnumMap<>(Quantity.class);
        meter.microseconds()
                .ifPresent(cpu -> values.put(Quantity.CPU_PER_REQUEST, cpu / window.answers()));
        values.put(Quantity.P50, microseconds(window.latencies(), 50));
        values.put(Quantity.P99, microseconds(window.latencies(), 99));
        return new Sample.Measured(values);
    }

    private static Sample streams(
            SocketLoop loop, Contestant contestant, Streams load, Duration time) {
        CpuMeter meter = new CpuMeter(contestant.process());
        StreamShape shape = load.shape();
        StreamLoad.Window window =
                StreamLoad.run(
                        loop,
                        contestant.ask(),
                        load.connections(),
                        shape.frames(),
                        Study.STREAMS_BEGIN,
                        time,
                        meter);
        if (window.lost() > 0) {
            return new Sample.Failed(window.lost() + " frames lost: " + window.firstFailure());
        }
        if (window.frames() == 0) {
            return new Sample.Failed("no frame within the window");
        }
        if (window.late() > load.late() * window.frames()) {
            return new Sample.Failed(
                    "%d of %d frames late".formatted(window.late(), window.frames()));
        }
        Map<Quantity, Double> values = new EnumMap<>(Quantity.class);
        meter.microseconds()
                .ifPresent(cpu -> values.put(Quantity.CPU_PER_FRAME, cpu / window.frames()));
        if (window.firstFrames().getTotalCount() > 0) {
            values.put(Quantity.FIRST_P50, microseconds(window.firstFrames(), 50));
            values.put(Quantity.FIRST_P99, microseconds(window.firstFrames(), 99));
        }
        return new Sample.Measured(values);
    }

    private static double microseconds(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / (double) CpuMeter.NANOS_PER_MICROSECOND;
    }
}
