package dev.chasqui.adapters.upstream.client;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A timer that closes connections whose reads or writes wait too long.
 *
 * <p>A socket with a timeout sets and cancels a timer at each read, which wakes the timer's thread
 * twice: half of the cost of an exchange (measured). Here a thread that waits only notes its
 * deadline. One check of all notes runs when the earliest deadline has passed, which is usually
 * long after all waits have ended. It closes the connections that are overdue, and schedules the
 * next check for the earliest deadline that is left.
 *
 * <p>Safe for use by several threads. It is never closed, since it holds no thread while nothing
 * waits.
 */
final class Deadlines {
    /**
     * The shortest time between two checks, in nanoseconds, when many deadlines follow one another.
     */
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

    /**
     * The delay in nanoseconds after which a scheduled check counts as lost: the timer had no
     * memory for it.
     */
    private static final long LOST_AFTER = TimeUnit.SECONDS.toNanos(5);

    private static final long NEVER = Long.MAX_VALUE;

    /** The limit of a connection that does not wait. */
    private static final ReadLimit NOT_WAITING = ReadLimit.each("nothing", Duration.ofMillis(1));

    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private final Object clock = new Object();

    /** The time of the next check, in nanoseconds since {@link #origin}. */
    private volatile long nextCheck = NEVER;

    private final long origin = System.nanoTime();

    /** The waits of one connection, one after another. */
    final class Wait {
        private final Closeable connection;
        private final AtomicLong until = new AtomicLong(NEVER);
        private volatile boolean expired;

        /**
         * The limit of the present wait; made visible to other threads by writing {@link #until}
         * after it.
         */
        private ReadLimit limit = NOT_WAITING;

        private Wait(Closeable connection) {
            this.connection = connection;
        }

        /**
         * Begins a wait with a limit.
         *
         * @throws ReadLimit.TooSlowException if no time is left
         */
        void begin(ReadLimit present) throws ReadLimit.TooSlowException {
            long nanos = present.nanosLeft();
            limit = present;
            long now = now();
            long due = now + nanos;
            until.set(due);
            if (needsCheck(due, now)) {
                checkBy(due);
            }
        }

        /** Ends the wait. */
        void end() {
            until.set(NEVER);
        }

        /**
         * Closes the connection if its wait is overdue.
         *
         * @return the time of the next check of this wait
         */
        private long check(long now) {
            long due = until.get();
            if (due > now) {
                return due;
            }
            long more = limit.nanosMore();
            long next = more > 0 ? now + more : NEVER;
            // If the wait ended meanwhile, its limit no longer matters.
            if (!until.compareAndSet(due, next)) {
                return until.get();
            }
            if (next == NEVER) {
                expire();
            }
            return next;
        }

        /** Returns true if the connection was closed because a wait took too long. */
        boolean expired() {
            return expired;
        }

        /** Removes a closed connection, which will not wait again. */
        void remove() {
            waits.remove(this);
        }

        private void expire() {
            expired = true;
            try {
                connection.close();
            } catch (IOException | RuntimeException | Error e) {
                // The connection is dropped; its exception must not keep the others from being
                // checked.
            }
        }
    }

    /**
     * Watches a connection until {@link Wait#remove} is called.
     *
     * @param connection what to close if a wait takes too long; closing it must end the wait
     */
    Wait watch(Closeable connection) {
        Wait wait = new Wait(connection);
        waits.add(wait);
        return wait;
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    private boolean needsCheck(long due, long now) {
        long next = nextCheck;
        return due < next || now - next > LOST_AFTER;
    }

    private void checkBy(long due) {
        synchronized (clock) {
            if (!needsCheck(due, now())) {
                return;
            }
            after(due - now()).execute(this::check);
            nextCheck = due;
        }
    }

    private void check() {
        long now = now();
        synchronized (clock) {
            if (nextCheck > now) {
                // An earlier check has done the work that this one was scheduled for.
                return;
            }
            // This is set before the check: a wait that begins during it schedules a check of its
            // own.
            nextCheck = NEVER;
        }
        long earliest = NEVER;
        for (Wait wait : waits) {
            earliest = Math.min(earliest, wait.check(now));
        }
        if (earliest != NEVER) {
            checkBy(Math.max(earliest, now + SHORTEST_PAUSE));
        }
    }

    private static Executor after(long nanos) {
        return CompletableFuture.delayedExecutor(
                nanos, TimeUnit.NANOSECONDS, Thread::startVirtualThread);
    }
}
