package dev.chasqui.application.pool;

import dev.chasqui.domain.failure.FailureException;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A caller that waits for a lease.
 *
 * @param progress is told how far the loading is
 * @param listening whether it is being told something
 */
record Waiter(
        Ticket ticket,
        CompletableFuture<Lease> lease,
        Consumer<String> progress,
        AtomicBoolean listening) {

    Waiter(Ticket ticket, CompletableFuture<Lease> lease, Consumer<String> progress) {
        this(ticket, lease, progress, new AtomicBoolean());
    }

    /** Tells it how far the loading is. A slow listener misses what is told meanwhile. */
    void tell(String text) {
        if (!lease.isDone() && listening.compareAndSet(false, true)) {
            Thread.ofVirtual().name("pool-progress").start(() -> deliver(text));
        }
    }

    private void deliver(String text) {
        try {
            progress.accept(text);
        } catch (FailureException e) {
            // The caller has left; the thread that waits for the lease notices.
        } finally {
            listening.set(false);
        }
    }
}
