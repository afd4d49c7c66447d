package dev.chasqui.application.port;

import dev.chasqui.domain.exchange.Caller;

/**
 * The gate of the application: it decides whether a caller's request may go on, and learns when the
 * request is over. Rights are here; limits, budgets and concurrency belong here, too. Safe for use
 * by several threads.
 */
public interface Admission {

    /**
     * Lets a request in.
     *
     * @param model the model name that the caller asks for; it may be an alias
     * @return the permit, which is closed when the request is over, however it ended
     * @throws dev.chasqui.domain.failure.FailureException if the caller may not send the request,
     *     or not now
     */
    Permit enter(Caller caller, String model);
}
