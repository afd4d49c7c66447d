package dev.chasqui.adapters.http.connection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that looks, round after round, whether a deadline has passed.
 *
 * <p>What is watched notes the time when something happens, which costs one volatile write; nobody
 * sets and cancels timers. While nothing is watched the thread rests. Safe for use by several
 * threads.
 */
public final class DeadlineSweeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DeadlineSweeper.class.getName());
    private static final Duration ROUND = Duration.ofMillis(50);

    /** Something that has deadlines. */
    public interface Timed {
        /**
         * Looks whether a deadline has passed, and acts. Must not block, since one thread serves
         * all.
         *
         * @param now the time of {@link System#nanoTime()}
         */
        void check(long now);
    }

    private final Set<Timed> timed = ConcurrentHashMap.newKeySet();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("http-deadlines").unstarted(this::sweep);
    private volatile boolean resting;
    private volatile boolean closed;

    public void start() {
        thread.start();
    }

    public void add(Timed one) {
        timed.add(one);
        if (resting) {
            LockSupport.unpark(thread);
        }
    }

    public void remove(Timed one) {
        timed.remove(one);
    }

    /** Nobody would keep a deadline any more if this thread ended: it outlives every error. */
    private void sweep() {
        while (!closed) {
            try {
                makeRound();
            } catch (RuntimeException | Error e) {
                // Mostly for want of memory, in which telling has failed as well.
                LockSupport.parkNanos(ROUND.toNanos());
            }
        }
    }

    private void makeRound() {
        long now = System.nanoTime();
        for (Timed one : timed) {
            check(one, now);
        }
        rest();
    }

    private void rest() {
        if (!timed.isEmpty()) {
            LockSupport.parkNanos(ROUND.toNanos());
            return;
        }
        resting = true;
        // One that was added before it could see us rest has not woken us.
        if (timed.isEmpty() && !closed) {
            LockSupport.park();
        }
        resting = false;
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
