package dev.chasqui.bootstrap;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A stack of closers of open resources, which run in reverse order. A closer that fails does not
 * keep the others from running.
 *
 * <p>Thread-safe.
 */
final class Closers implements AutoCloseable {
    private final ConcurrentLinkedDeque<Runnable> closers = new ConcurrentLinkedDeque<>();

    void push(Runnable closer) {
        closers.push(closer);
    }

    /**
     * Runs each closer once, the last pushed first.
     *
     * @throws RuntimeException or an {@link Error}: the first that a closer threw, with the later
     *     ones as suppressed exceptions
     */
    @Override
    public void close() {
        switch (closeAll(null)) {
            case null -> {}
            case RuntimeException failed -> throw failed;
            case Error failed -> throw failed;
            case Throwable failed -> throw new IllegalStateException(failed);
        }
    }

    /**
     * Runs the closers as {@link #close} does, and adds the exceptions they throw to an earlier
     * one.
     */
    void closeAfter(Throwable failed) {
        var _ = closeAll(failed);
    }

    private @Nullable Throwable closeAll(@Nullable Throwable before) {
        Throwable first = before;
        for (Runnable next = closers.poll(); next != null; next = closers.poll()) {
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                if (first == null) {
                    first = e;
                } else if (!first.equals(e)) {
                    first.addSuppressed(e);
                }
            }
        }
        return first;
    }
}
