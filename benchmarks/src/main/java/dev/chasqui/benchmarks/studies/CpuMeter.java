package dev.chasqui.benchmarks.studies;

import dev.chasqui.benchmarks.gateways.RunningProcess;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * A meter of the processor time used in a window. Its first run opens the window, its second one
 * closes it.
 */
final class CpuMeter implements Runnable {
    static final long NANOS_PER_MICROSECOND = 1_000;

    private final Optional<Supplier<Duration>> clock;
    private @Nullable Duration opened;
    private @Nullable Duration closed;

    CpuMeter(Optional<RunningProcess> process) {
        clock = process.map(RunningProcess::cpu);
    }

    @Override
    public void run() {
        if (opened == null) {
            opened = clock.map(Supplier::get).orElse(null);
        } else {
            closed = clock.map(Supplier::get).orElse(null);
        }
    }

    /** Returns the time used; empty if there is no process to measure. */
    OptionalDouble microseconds() {
        if (opened == null || closed == null) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(closed.minus(opened).toNanos() / (double) NANOS_PER_MICROSECOND);
    }
}
