package dev.chasqui.application.exchange.sending;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.routing.BackendCall;
import dev.chasqui.application.routing.Route;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.FailureException;

/**
 * An open call of a backend, with its places. Safe for use by several threads.
 *
 * @param route the choice by which the backend is asked
 * @param kept the backend, and its place in the route
 * @param call the call, as the backend's state knows it
 * @param leave gives back its place among all open calls; idempotent
 * @param client the cancellation that says that the client has left
 */
public record OpenCall(
        Route route, Route.Kept kept, BackendCall call, Runnable leave, Cancellation client)
        implements AutoCloseable {

    /** Returns the backend. */
    public Candidate to() {
        return kept.candidate();
    }

    /** See {@link BackendCall#failed}. */
    public void failed(FailureException e) {
        call.failed(e);
    }

    /** Ends the call. Idempotent. */
    @Override
    public void close() {
        close(client.isCancelled());
    }

    /** Ends the call as {@link #close} does; its backend's answer was given up. Idempotent. */
    public void abandon() {
        close(true);
    }

    private void close(boolean left) {
        leave.run();
        call.close(left);
    }
}
