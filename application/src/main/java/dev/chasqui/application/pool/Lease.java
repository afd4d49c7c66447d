package dev.chasqui.application.pool;

import dev.chasqui.application.port.Ability;
import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.KeepAlive;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The right to use a loaded model until the lease is closed. Closing is idempotent. Safe for use by
 * several threads.
 */
public final class Lease implements AutoCloseable {
    private final Pool pool;
    private final Ticket ticket;
    private final long run;
    private final ServerRun server;
    private volatile KeepAlive keep = KeepAlive.AS_BEFORE;
    private boolean closed;

    Lease(Pool pool, Ticket ticket, long run, ServerRun server) {
        this.pool = pool;
        this.ticket = ticket;
        this.run = run;
        this.server = server;
    }

    /** Returns the model's name. */
    public String model() {
        return ticket.model();
    }

    /** Returns the server that has the model. */
    public Backend server() {
        return server.server();
    }

    /**
     * Returns the server's ability.
     *
     * @throws FailureException with {@code NotFound} if the server does not have it
     */
    <A extends Ability> A ability(Class<A> type) {
        return server().ability(type).orElseThrow(this::unable);
    }

    private FailureException unable() {
        return new FailureException(
                new Failure.NotFound(
                        "the server of '" + model() + "' cannot do that; ask for another model"));
    }

    /**
     * Waits until the server has ended, but no longer than the given time or until the
     * cancellation.
     *
     * @return true if the server has ended
     */
    boolean awaitEnd(Duration time, Cancellation cancellation) {
        CompletableFuture<Void> left = new CompletableFuture<>();
        try (var _ = cancellation.onCancel(() -> left.complete(null))) {
            CompletableFuture.anyOf(server.ended(), left)
                    .get(time.toMillis(), TimeUnit.MILLISECONDS);
            return server.ended().isDone();
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Sets how long the model shall stay after this lease. */
    public void keep(KeepAlive time) {
        keep = time;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        pool.released(ticket, run, keep);
    }
}
