package dev.chasqui.benchmarks.studies;

import dev.chasqui.benchmarks.gateways.Running;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** The processor time that is used in a window: run it as the window opens and as it closes. */
final class CpuMeter implements Runnable {
    static final long NANOS_PER_MICROSECOND = 1_000;

    private final Optional<Supplier<Duration>> clock;
    private @Nullable Duration opened;
    private @Nullable Duration closed;

    CpuMeter(Optional<Running> process) {
        clock = process.map(Running::cpu);
    }

    @Override
    public void run() {
        if (opened == null) {
            opened = clock.map(Supplier::get).orElse(null);
        } else {
            closed = clock.map(Supplier::get).orElse(null);
        }
    }

    /** What was used; empty where there is no process to account. */
    OptionalDouble microseconds() {
        if (opened == null || closed == null) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(closed.minus(opened).toNanos() / (double) NANOS_PER_MICROSECOND);
    }
}
