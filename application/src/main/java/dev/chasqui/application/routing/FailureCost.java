package dev.chasqui.application.routing;

import dev.chasqui.domain.failure.AdmissionFailure;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.Fault;
import dev.chasqui.domain.failure.NoBackend;

/** The work that a failure has cost a backend. Has no state. */
public final class FailureCost {
    private FailureCost() {}

    /**
     * Returns true if a backend has worked for nothing: it answered with a failure of its own, or
     * was silent. A connection that was lost before the answer is not among them; otherwise, the
     * end of one backend would lose the requests that it had.
     */
    static boolean isCostly(Failure failure) {
        return switch (failure) {
            case Failure.OfBackend bad ->
                    switch (bad) {
                        case Failure.BackendFailed _, Failure.BackendTimeout _ -> true;
                        case Failure.BackendRefused refused -> refused.fault() == Fault.BACKEND;
                        case Failure.BackendBroke _, Failure.BackendUnreachable _ -> false;
                    };
            case AdmissionFailure _,
                    NoBackend _,
                    Failure.OfCaller _,
                    Failure.OfOperator _,
                    Failure.AgentFailed _,
                    Failure.Internal _ ->
                    false;
        };
    }

    /**
     * Returns true if no backend of the last resort may be asked after a failure: a backend has
     * worked for nothing, or its answer broke off.
     */
    public static boolean endsLastResort(Failure failure) {
        return isCostly(failure) || failure instanceof Failure.BackendBroke;
    }
}
