package dev.chasqui.application.sessions;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import dev.chasqui.application.port.sessions.SessionStore;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The thread that removes sessions beyond the limits: every hour, and soon after one was made. Safe
 * for use by several threads.
 */
final class SessionRetention implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SessionRetention.class.getName());
    private static final Duration USUAL = Duration.ofHours(1);

    /** The pause before the first removal and between two, however many sessions are made. */
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final SessionStore store;
    private final Supplier<SessionSettings> settings;
    private final InstantSource clock;
    private final BooleanSupplier isUsed;
    private final Duration shortest;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("session-retention").unstarted(this::keepTidy);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean due = true;
    private boolean closed;

    SessionRetention(
            SessionStore store,
            Supplier<SessionSettings> settings,
            InstantSource clock,
            BooleanSupplier isUsed) {
        this(store, settings, clock, isUsed, SHORTEST);
    }

    SessionRetention(
            SessionStore store,
            Supplier<SessionSettings> settings,
            InstantSource clock,
            BooleanSupplier isUsed,
            Duration shortest) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.isUsed = isUsed;
        this.shortest = shortest;
    }

    void start() {
        thread.start();
    }

    /** Has it look soon, since there is one session more. Does not block. */
    void soon() {
        lock.lock();
        try {
            due = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void keepTidy() {
        while (pause()) {
            try {
                if (isUsed.getAsBoolean()) {
                    tidy();
                }
            } catch (FailureException e) {
                LOG.log(
                        WARNING,
                        "old sessions are not removed now, which is tried again: {0}",
                        e.getMessage());
            } catch (RuntimeException e) {
                LOG.log(WARNING, "old sessions are not removed", e);
            }
        }
    }

    private void tidy() {
        while (!isClosed() && store.prune(settings.get().limits(), clock.instant()) > 0) {
            LOG.log(DEBUG, "old sessions were removed; there may be more");
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next time; returns false when this is closed. */
    private boolean pause() {
        lock.lock();
        try {
            await(shortest, false);
            await(USUAL, true);
            due = false;
            return !closed;
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but to be done with it.
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void await(Duration longest, boolean untilDue) throws InterruptedException {
        long left = longest.toNanos();
        while (!closed && left > 0 && !(untilDue && due)) {
            left = changed.awaitNanos(left);
        }
    }

    /** Ends the thread, and waits for it at most 5 s. Idempotent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = Thread.interrupted();
        try {
            boolean _ = thread.join(LONGEST_END);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
