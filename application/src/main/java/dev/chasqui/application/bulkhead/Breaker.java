package dev.chasqui.application.bulkhead;

import dev.chasqui.application.port.BulkheadState;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The circuit breaker of one agent: several failures in a row switch the agent off for a pause;
 * then one exchange tries it, and its outcome decides. Safe for use by several threads.
 */
final class Breaker {
    private final LongSupplier nanos;
    private int failures;
    private boolean open;
    private boolean trial;
    private long retryAt;

    /**
     * @param nanos the clock, as {@link System#nanoTime()}
     */
    Breaker(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Returns the time to wait until the agent may run; empty if it may run now. */
    synchronized Optional<Duration> enter() {
        if (!open) {
            return Optional.empty();
        }
        long left = retryAt - nanos.getAsLong();
        if (left > 0) {
            return Optional.of(Duration.ofNanos(left));
        }
        if (trial) {
            return Optional.of(Duration.ofSeconds(1));
        }
        trial = true;
        return Optional.empty();
    }

    /** Notes that the agent did its work. */
    synchronized void succeeded() {
        failures = 0;
        open = false;
        trial = false;
    }

    /** Notes a failure of the agent's own. */
    synchronized void failed(AgentLimits limits) {
        failures++;
        if (trial || failures >= limits.failures()) {
            open(limits);
        }
    }

    /** Notes an end that says nothing about the agent: a trial that ended so is made again. */
    synchronized void undecided() {
        trial = false;
    }

    /** Switches the agent off for its pause. */
    synchronized void open(AgentLimits limits) {
        open = true;
        trial = false;
        retryAt = nanos.getAsLong() + limits.pause().toNanos();
    }

    synchronized BulkheadState.Breaker state() {
        if (!open) {
            return BulkheadState.Breaker.CLOSED;
        }
        return trial ? BulkheadState.Breaker.TRIAL : BulkheadState.Breaker.OPEN;
    }
}
