package dev.chasqui.application.pool;

import dev.chasqui.application.progress.ProgressRelay;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A caller that waits for a lease. Safe for use by several threads.
 *
 * @param ticket the ticket
 * @param lease the future that gets the lease, or the failure
 * @param progress the relay of the progress of loading
 */
record Waiter(Ticket ticket, CompletableFuture<Lease> lease, ProgressRelay progress) {

    Waiter(Ticket ticket, CompletableFuture<Lease> lease, Consumer<String> progress) {
        this(ticket, lease, new ProgressRelay("pool-progress", progress, () -> !lease.isDone()));
    }

    /** Reports progress. A receiver that is still busy with an earlier report misses this one. */
    void report(String text) {
        progress.tell(text);
    }
}
