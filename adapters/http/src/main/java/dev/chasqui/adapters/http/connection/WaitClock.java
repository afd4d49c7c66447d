package dev.chasqui.adapters.http.connection;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time that a connection has waited for bytes of its client.
 *
 * <p>The clock stands still while no thread waits: a body that is processed while it comes, such as
 * a large document, includes time that is not the client's. One thread waits at a time; any thread
 * may read the clock.
 */
final class WaitClock {
    /** The slowest rate, in bytes per second, of a body after its read timeout. */
    private static final int SLOWEST_BYTES_PER_SECOND = 64 * 1024;

    private final AtomicLong waited = new AtomicLong();
    private volatile long since;

    /** Starts a wait. */
    void start() {
        since = System.nanoTime();
    }

    /** Ends a wait. */
    void stop() {
        waited.addAndGet(System.nanoTime() - since);
        since = 0;
    }

    /** Sets the total to zero. */
    void reset() {
        waited.set(0);
    }

    /**
     * Returns the duration of the present wait in nanoseconds; 0 if no thread waits.
     *
     * @param now the time of {@link System#nanoTime()}
     */
    long currentWait(long now) {
        long begun = since;
        return begun == 0 ? 0 : now - begun;
    }

    /**
     * Returns the total of all waits since the last reset, in nanoseconds.
     *
     * @param now the time of {@link System#nanoTime()}
     */
    long totalWait(long now) {
        return waited.get() + currentWait(now);
    }

    /**
     * Returns true if the client is silent, or too slow over the whole request.
     *
     * @param now the time of {@link System#nanoTime()}
     * @param read the longest wait for the next bytes
     * @param received the bytes of the request so far
     */
    boolean isLate(long now, Duration read, long received) {
        return currentWait(now) > read.toNanos()
                || totalWait(now) > read.plusSeconds(received / SLOWEST_BYTES_PER_SECOND).toNanos();
    }
}
