package dev.chasqui.domain.failure;

/** A failure of the server's own gate: the request is not let in, with this request or for now. */
public sealed interface AdmissionFailure extends Failure
        permits Loop, RateLimited, BudgetExceeded, StoreAway, NotEntered, StateUnusable, Conflict {}
