package dev.chasqui.application.exchange.sending;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.routing.BackendCall;
import dev.chasqui.application.routing.Route;
import dev.chasqui.domain.failure.FailureException;

/**
 * An open call of a backend, with its places. Safe for use by several threads.
 *
 * @param kept the backend, and its place in the route
 * @param call the call, as the backend's state knows it
 * @param leave gives back its place among all open calls; idempotent
 */
public record OpenCall(Route.Kept kept, BackendCall call, Runnable leave) implements AutoCloseable {

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
        leave.run();
        call.close();
    }
}
