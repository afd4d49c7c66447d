package dev.chasqui.application.pool;

import dev.chasqui.domain.failure.FailureException;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A caller that waits for a lease. Safe for use by several threads.
 *
 * @param ticket the ticket
 * @param lease the future that gets the lease, or the failure
 * @param progress the receiver of the progress of loading
 * @param reporting true while the receiver runs
 */
record Waiter(
        Ticket ticket,
        CompletableFuture<Lease> lease,
        Consumer<String> progress,
        AtomicBoolean reporting) {

    Waiter(Ticket ticket, CompletableFuture<Lease> lease, Consumer<String> progress) {
        this(ticket, lease, progress, new AtomicBoolean());
    }

    /** Reports progress. A receiver that is still busy with an earlier report misses this one. */
    void report(String text) {
        if (!lease.isDone() && reporting.compareAndSet(false, true)) {
            Thread.ofVirtual().name("pool-progress").start(() -> deliver(text));
        }
    }

    private void deliver(String text) {
        try {
            progress.accept(text);
        } catch (FailureException e) {
            // The caller has left; the thread that waits for the lease notices that.
        } finally {
            reporting.set(false);
        }
    }
}
