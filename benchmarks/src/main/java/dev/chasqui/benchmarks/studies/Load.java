package dev.chasqui.benchmarks.studies;

import dev.chasqui.benchmarks.figures.Quantity;
import dev.chasqui.benchmarks.figures.Sample;
import dev.chasqui.benchmarks.load.StreamLoad;
import dev.chasqui.benchmarks.load.WholeLoad;
import dev.chasqui.benchmarks.loop.Loop;
import dev.chasqui.benchmarks.mock.Shape;

import org.HdrHistogram.Histogram;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** What is put on a contestant for the time of a window. */
public sealed interface Load {
    /** Whole answers, each connection asking again at once. */
    record Whole(int connections) implements Load {}

    /**
     * Streams, each connection holding one after another.
     *
     * @param late the share of frames that may be later than the next one's turn; with more of them
     *     the window failed
     */
    record Streams(int connections, Shape shape, double late) implements Load {
        /** Streams whose frames may be late, for what they cost alone. */
        Streams(int connections, Shape shape) {
            this(connections, shape, 1);
        }
    }

    /** The quantity that says what an answer costs under this load. */
    default Quantity cost() {
        return switch (this) {
            case Whole _ -> Quantity.CPU_PER_REQUEST;
            case Streams _ -> Quantity.CPU_PER_FRAME;
        };
    }

    /** Measures one window, with the loop that the backend is on. */
    default Sample window(Loop loop, Contestant contestant, Duration time) {
        return switch (this) {
            case Whole(int connections) -> whole(loop, contestant, connections, time);
            case Streams streams -> streams(loop, contestant, streams, time);
        };
    }

    private static Sample whole(Loop loop, Contestant contestant, int connections, Duration time) {
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

    private static Sample streams(Loop loop, Contestant contestant, Streams load, Duration time) {
        CpuMeter meter = new CpuMeter(contestant.process());
        Shape shape = load.shape();
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
