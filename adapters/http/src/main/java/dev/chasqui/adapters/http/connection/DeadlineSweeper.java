package dev.chasqui.adapters.http.connection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that checks deadlines at a fixed interval.
 *
 * <p>A watched object notes the time of each event, which costs one volatile write; no timers are
 * set and cancelled. The thread sleeps while there are no watched objects. Safe for use by several
 * threads.
 */
public final class DeadlineSweeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DeadlineSweeper.class.getName());

    /** The interval of the checks. */
    private static final Duration INTERVAL = Duration.ofMillis(50);

    /** An object with deadlines. */
    public interface Timed {
        /**
         * Checks if a deadline has passed, and acts on it. Must not block, since one thread serves
         * all objects.
         *
         * @param now the time of {@link System#nanoTime()}
         */
        void check(long now);
    }

    private final Set<Timed> timed = ConcurrentHashMap.newKeySet();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("http-deadlines").unstarted(this::sweep);
    private volatile boolean sleeping;
    private volatile boolean closed;

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Watches an object from now on. */
    public void add(Timed one) {
        timed.add(one);
        if (sleeping) {
            LockSupport.unpark(thread);
        }
    }

    /** Stops watching an object. */
    public void remove(Timed one) {
        timed.remove(one);
    }

    /**
     * Checks all deadlines until the sweeper is closed. The thread survives every error, since no
     * deadline would be kept without it.
     */
    private void sweep() {
        while (!closed) {
            try {
                checkAll();
            } catch (RuntimeException | Error e) {
                // The usual cause is a lack of memory, which makes the log fail as well.
                LockSupport.parkNanos(INTERVAL.toNanos());
            }
        }
    }

    private void checkAll() {
        long now = System.nanoTime();
        for (Timed one : timed) {
            check(one, now);
        }
        sleep();
    }

    private void sleep() {
        if (!timed.isEmpty()) {
            LockSupport.parkNanos(INTERVAL.toNanos());
            return;
        }
        sleeping = true;
        // An object that was added before the flag was set has not woken this thread.
        if (timed.isEmpty() && !closed) {
            LockSupport.park();
        }
        sleeping = false;
    }

    private static void check(Timed one, long now) {
        try {
            one.check(now);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "a check of deadlines failed", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
