package dev.chasqui.application.port.exchange;

import dev.chasqui.application.port.ModelView;
import dev.chasqui.domain.exchange.Caller;

import java.util.Optional;

/**
 * The gate of the application: it decides whether a caller's request may go on, and learns when the
 * request is over. Rights, limits and budgets are here. Safe for use by several threads.
 */
public interface Admission {

    /**
     * Lets a request in.
     *
     * @return the permit, which is closed when the request is over, however it ended
     * @throws dev.chasqui.domain.failure.FailureException if the caller may not send the request,
     *     or not now
     */
    Permit enter(AdmissionRequest request);

    /** Returns the models that a caller may be shown; counts nothing. */
    default ModelView view(Caller caller) {
        return ModelView.ALL;
    }

    /**
     * Returns what is left of the limits that hold for a request, for the headers of a refusal;
     * empty if there are none.
     */
    default Optional<LimitState> state(AdmissionRequest request) {
        return Optional.empty();
    }
}
