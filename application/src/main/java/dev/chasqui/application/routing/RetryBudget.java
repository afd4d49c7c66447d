package dev.chasqui.application.routing;

import dev.chasqui.domain.failure.AdmissionFailure;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.Fault;
import dev.chasqui.domain.failure.NoBackend;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bound of the second and later tries that are made at a time: a fifth of the requests under
 * way, and always some. Without it, failing backends would get several times their usual load. Safe
 * for use by several threads.
 */
final class RetryBudget {
    private static final int SHARE = 5;
    private static final int ALWAYS = 3;

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();

    /** Notes that a request begins. */
    void enter() {
        requests.incrementAndGet();
    }

    /** Notes that a request is over. */
    void leave() {
        requests.decrementAndGet();
    }

    /** Counts one more try and returns true, if it may be made. */
    boolean begin() {
        if (retries.incrementAndGet() <= Math.max(ALWAYS, requests.get() / SHARE)) {
            return true;
        }
        retries.decrementAndGet();
        return false;
    }

    /** Notes that a try has begun its answer, or failed. */
    void end() {
        retries.decrementAndGet();
    }

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
}
