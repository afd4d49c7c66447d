package dev.chasqui.domain.exchange;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether an exchange was given up, and what must be closed then.
 *
 * <p>Cancelling closes, it does not interrupt: what an exchange holds (a connection, a branch, a
 * place in a queue) registers a closer here. Closers run once, on the thread that cancels, the last
 * registered first; they must not block. Safe for use by several threads.
 */
public final class Cancellation {
    private final Deque<Registration> closers = new ArrayDeque<>();
    private boolean cancelled;

    /**
     * A place among the closers, to be given back when the resource is released in its own time.
     */
    public final class Registration implements AutoCloseable {
        private final Runnable closer;

        private Registration(Runnable closer) {
            this.closer = closer;
        }

        /** Takes the closer back; it will not run any more. Idempotent. */
        @Override
        public void close() {
            synchronized (closers) {
                closers.remove(this);
            }
        }
    }

    /** Registers a closer; if the exchange is cancelled already, it runs at once. */
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

    /** How many closers there are; for tests. */
    int closers() {
        synchronized (closers) {
            return closers.size();
        }
    }

    /**
     * Runs all closers, also after one that fails. Only the first call does anything.
     *
     * @throws RuntimeException or an {@link Error}: what the first closer that failed threw, with
     *     what the others threw as suppressed ones
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
