package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.failure.BudgetExceeded;
import dev.chasqui.domain.failure.Conflict;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.Loop;
import dev.chasqui.domain.failure.NoBackend;
import dev.chasqui.domain.failure.NotEntered;
import dev.chasqui.domain.failure.RateLimited;
import dev.chasqui.domain.failure.StateUnusable;
import dev.chasqui.domain.failure.StoreAway;

/** The table of the HTTP statuses of failures. */
final class FailureStatus {
    private FailureStatus() {}

    /** Returns the status of a failure, for dialects that have no other for it. */
    static int of(Failure failure) {
        return switch (failure) {
            case Failure.Invalid _, Failure.ContextExceeded _ -> 400;
            case Failure.Unauthenticated _ -> 401;
            case BudgetExceeded _ -> 402;
            case Failure.Forbidden _ -> 403;
            case Failure.UnknownModel _, Failure.NotFound _ -> 404;
            case StateUnusable state -> state.isInUse() ? 409 : 404;
            case Conflict _ -> 409;
            case Failure.TooLarge _ -> 413;
            case Failure.UnknownCoding _ -> 415;
            case RateLimited _ -> 429;
            case Failure.Cancelled _ -> 499;
            case Failure.AgentFailed _, Failure.Internal _ -> 500;
            case Failure.BackendUnreachable _, Failure.BackendFailed _, Failure.BackendBroke _ ->
                    502;
            case Failure.Overloaded _, StoreAway _, NotEntered _, NoBackend _ -> 503;
            case Failure.BackendTimeout _ -> 504;
            case Failure.DiskFull _ -> 507;
            case Loop _ -> 508;
            case Failure.BackendRefused refused -> refused.status();
        };
    }
}
