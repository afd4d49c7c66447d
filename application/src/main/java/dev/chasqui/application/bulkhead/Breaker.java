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
    /** The trial of an exchange that is none. */
    static final long NO_TRIAL = 0;

    /**
     * The answer to an exchange that wants to run the agent.
     *
     * @param delay the time to wait until the agent may run; empty if it may run now
     * @param trial the trial that this exchange is, or {@link #NO_TRIAL}
     */
    record Entry(Optional<Duration> delay, long trial) {
        private static final Entry FREE = new Entry(Optional.empty(), NO_TRIAL);

        private static Entry after(Duration delay) {
            return new Entry(Optional.of(delay), NO_TRIAL);
        }
    }

    private final LongSupplier nanos;
    private int failures;
    private boolean open;

    /** The trial that is being made, or {@link #NO_TRIAL}. */
    private long trial = NO_TRIAL;

    private long lastTrial = NO_TRIAL;
    private long retryAt;

    /**
     * @param nanos the clock, as {@link System#nanoTime()}
     */
    Breaker(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Lets an exchange in, or tells it to wait. */
    synchronized Entry enter() {
        if (!open) {
            return Entry.FREE;
        }
        long left = retryAt - nanos.getAsLong();
        if (left > 0) {
            return Entry.after(Duration.ofNanos(left));
        }
        if (trial != NO_TRIAL) {
            return Entry.after(Duration.ofSeconds(1));
        }
        trial = ++lastTrial;
        return new Entry(Optional.empty(), trial);
    }

    /** Returns the time for which the agent is switched off; empty if an exchange may run it. */
    synchronized Optional<Duration> pause() {
        long left = retryAt - nanos.getAsLong();
        return open && left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
    }

    private boolean isPresent(long own) {
        return own != NO_TRIAL && own == trial;
    }

    /**
     * Notes that the agent did its work. While it is switched off, only the trial closes the
     * breaker: an exchange that began before says nothing about the agent now.
     *
     * @param own the trial that the exchange was
     */
    synchronized void succeeded(long own) {
        if (!open || isPresent(own)) {
            failures = 0;
            open = false;
            trial = NO_TRIAL;
        }
    }

    /**
     * Notes a failure of the agent's own.
     *
     * @param own the trial that the exchange was
     */
    synchronized void failed(AgentLimits limits, long own) {
        failures++;
        if (isPresent(own) || (!open && failures >= limits.failures())) {
            open(limits);
        }
    }

    /**
     * Notes an end that says nothing about the agent: a trial that ended so is made again.
     *
     * @param own the trial that the exchange was
     */
    synchronized void undecided(long own) {
        if (isPresent(own)) {
            trial = NO_TRIAL;
        }
    }

    /** Switches the agent off for its pause. */
    synchronized void open(AgentLimits limits) {
        open = true;
        trial = NO_TRIAL;
        retryAt = nanos.getAsLong() + limits.pause().toNanos();
    }

    synchronized BulkheadState.Breaker state() {
        if (!open) {
            return BulkheadState.Breaker.CLOSED;
        }
        return trial != NO_TRIAL ? BulkheadState.Breaker.TRIAL : BulkheadState.Breaker.OPEN;
    }
}
