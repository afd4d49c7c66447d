package dev.chasqui.domain.exchange;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The cancelled state of an exchange, and the closers to run when it is cancelled.
 *
 * <p>Cancelling closes, it does not interrupt: the owner of a resource of the exchange (a
 * connection, a branch, a place in a queue) registers a closer here. Closers run once, on the
 * thread that cancels, the last registered first; they must not block. Safe for use by several
 * threads.
 */
public final class Cancellation {
    private final Deque<Registration> closers = new ArrayDeque<>();
    private boolean cancelled;

    /**
     * A registered closer. Close the registration when the resource is released in its own time.
     */
    public final class Registration implements AutoCloseable {
        private final Runnable closer;

        private Registration(Runnable closer) {
            this.closer = closer;
        }

        /** Removes the closer, so that it does not run any more. Idempotent. */
        @Override
        public void close() {
            synchronized (closers) {
                closers.remove(this);
            }
        }
    }

    /** Registers a closer; it runs at once if the exchange is cancelled already. */
    public Registration onCancel(Runnable closer) {
        Registration registration = new Registration(closer);
        synchronized (closers) {
            if (!cancelled) {
                closers.push(registration);
                return registration;
            }
        }
        closer.run();
        return registration;
    }

    public boolean isCancelled() {
        synchronized (closers) {
            return cancelled;
        }
    }

    /** Returns the number of registered closers; for tests. */
    int closers() {
        synchronized (closers) {
            return closers.size();
        }
    }

    /**
     * Runs all closers, also after one that fails. Only the first call has an effect.
     *
     * @throws RuntimeException or an {@link Error}: the exception of the first closer that failed,
     *     with the exceptions of the others as suppressed ones
     */
    public void cancel() {
        Throwable failed = null;
        for (Registration next = take(); next != null; next = take()) {
            try {
                next.closer.run();
            } catch (RuntimeException | Error e) {
                if (failed == null) {
                    failed = e;
                } else if (!failed.equals(e)) {
                    failed.addSuppressed(e);
                }
            }
        }
        switch (failed) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }

    private @Nullable Registration take() {
        synchronized (closers) {
            cancelled = true;
            return closers.poll();
        }
    }
}
