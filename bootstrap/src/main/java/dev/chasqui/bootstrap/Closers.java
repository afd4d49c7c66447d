package dev.chasqui.bootstrap;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * What has been opened, to be closed in reverse. One that cannot be closed does not keep the others
 * open.
 *
 * <p>Safe for use by several threads.
 */
final class Closers implements AutoCloseable {
    private final ConcurrentLinkedDeque<Runnable> closers = new ConcurrentLinkedDeque<>();

    void push(Runnable closer) {
        closers.push(closer);
    }

    /**
     * Runs each closer once, the last pushed first.
     *
     * @throws RuntimeException or an {@link Error}: the first that a closer threw, with those of
     *     the others as suppressed ones
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

    /** Runs them as {@link #close} does, and adds what they throw to what failed before. */
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
