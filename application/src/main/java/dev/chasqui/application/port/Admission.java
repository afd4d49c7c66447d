package dev.chasqui.application.port;

import dev.chasqui.domain.exchange.Caller;

/**
 * The gate of the application: says whether a caller's request may go on, and is told when it is
 * over. Rights are here; limits, budgets and concurrency belong here too. Safe for use by several
 * threads.
 */
public interface Admission {

    /**
     * Lets a request in.
     *
     * @param model the name that the caller asks for; may be an alias
     * @return closed when the request is over, however it ended
     * @throws dev.chasqui.domain.failure.FailureException if the caller may not ask, or not now
     */
    Permit enter(Caller caller, String model);
}
