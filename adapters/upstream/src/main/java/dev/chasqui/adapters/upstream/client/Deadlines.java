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
 * Closes connections whose reads wait too long.
 *
 * <p>A read of a socket with a timeout sets and cancels a timer each time, which wakes the timer's
 * thread twice: half of what an exchange cost (measured). Here who waits notes until when, and one
 * look at all of them comes when the earliest of those times is over, which is usually long after
 * all have gone on. Safe for use by several threads; never closed, since it holds nothing while
 * nobody waits.
 */
final class Deadlines {
    /** Looks at many connections that are due one after another are not closer together. */
    private static final long SHORTEST_REST = TimeUnit.MILLISECONDS.toNanos(5);

    /** A look that is so late will not come: the timer had no memory for it. */
    private static final long LOST = TimeUnit.SECONDS.toNanos(5);

    private static final long NEVER = Long.MAX_VALUE;

    /** The limit of what does not wait. */
    private static final ReadLimit NOT_WAITING = ReadLimit.each("nothing", Duration.ofMillis(1));

    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private final Object clock = new Object();

    /** When the next look is due, in nanoseconds since {@link #origin}. */
    private volatile long nextLook = NEVER;

    private final long origin = System.nanoTime();

    /** One connection's waits, one after another. */
    final class Wait {
        private final Closeable connection;
        private final AtomicLong until = new AtomicLong(NEVER);
        private volatile boolean missed;

        /** Why the present wait lasts no longer; seen by who sees its {@link #until}. */
        private ReadLimit limit = NOT_WAITING;

        private Wait(Closeable connection) {
            this.connection = connection;
        }

        /**
         * A wait begins that may last so long.
         *
         * @throws ReadLimit.TooSlowException if there is no time left
         */
        void begin(ReadLimit present) throws ReadLimit.TooSlowException {
            long nanos = present.nanosLeft();
            limit = present;
            long now = now();
            long due = now + nanos;
            until.set(due);
            if (needsLook(due, now)) {
                lookBy(due);
            }
        }

        /** What was waited for is there, or will not come. */
        void end() {
            until.set(NEVER);
        }

        /**
         * Looks whether the wait has been too long, which closes the connection.
         *
         * @return when to look again
         */
        private long look(long now) {
            long due = until.get();
            if (due > now) {
                return due;
            }
            long more = limit.nanosMore();
            long next = more > 0 ? now + more : NEVER;
            // One that has ended meanwhile is over, whatever its limit says.
            if (!until.compareAndSet(due, next)) {
                return until.get();
            }
            if (next == NEVER) {
                miss();
            }
            return next;
        }

        /** Whether the connection was closed since a wait was too long. */
        boolean missed() {
            return missed;
        }

        /** The connection is closed; it will not wait again. */
        void forget() {
            waits.remove(this);
        }

        private void miss() {
            missed = true;
            try {
                connection.close();
            } catch (IOException | RuntimeException | Error e) {
                // It is of no use any more, whatever it says; the others shall be looked at, too.
            }
        }
    }

    /**
     * Watches a connection until it is {@linkplain Wait#forget forgotten}.
     *
     * @param connection closed when a wait is too long, which must make the wait end
     */
    Wait watch(Closeable connection) {
        Wait wait = new Wait(connection);
        waits.add(wait);
        return wait;
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    private boolean needsLook(long due, long now) {
        long next = nextLook;
        return due < next || now - next > LOST;
    }

    private void lookBy(long due) {
        synchronized (clock) {
            if (!needsLook(due, now())) {
                return;
            }
            in(due - now()).execute(this::look);
            nextLook = due;
        }
    }

    private void look() {
        long now = now();
        synchronized (clock) {
            if (nextLook > now) {
                // An earlier look has seen what this one was asked for.
                return;
            }
            // Before the look: who begins to wait behind its back asks for one of its own.
            nextLook = NEVER;
        }
        long earliest = NEVER;
        for (Wait wait : waits) {
            earliest = Math.min(earliest, wait.look(now));
        }
        if (earliest != NEVER) {
            lookBy(Math.max(earliest, now + SHORTEST_REST));
        }
    }

    private static Executor in(long nanos) {
        return CompletableFuture.delayedExecutor(
                nanos, TimeUnit.NANOSECONDS, Thread::startVirtualThread);
    }
}
