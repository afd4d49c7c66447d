package dev.chasqui.adapters.http.connection;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How long a connection has waited for its client's bytes.
 *
 * <p>Stands still while nobody waits: a body that is worked on while it comes, as a large document
 * is, takes the time of the work as well, which is not the client's. One thread waits at a time;
 * all may look.
 */
final class WaitClock {
    private final AtomicLong waited = new AtomicLong();
    private volatile long since;

    /** Somebody begins to wait. */
    void start() {
        since = System.nanoTime();
    }

    /** The bytes are there, or will not come. */
    void stop() {
        waited.addAndGet(System.nanoTime() - since);
        since = 0;
    }

    void reset() {
        waited.set(0);
    }

    /**
     * How long somebody has been waiting for the next bytes, in nanoseconds.
     *
     * @param now the time of {@link System#nanoTime()}
     */
    long present(long now) {
        long begun = since;
        return begun == 0 ? 0 : now - begun;
    }

    /**
     * How long was waited since the last reset, in nanoseconds.
     *
     * @param now the time of {@link System#nanoTime()}
     */
    long nanos(long now) {
        return waited.get() + present(now);
    }
}
