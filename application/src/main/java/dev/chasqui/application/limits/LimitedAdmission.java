package dev.chasqui.application.limits;

import dev.chasqui.application.callers.KeyRights;
import dev.chasqui.application.port.Admission;
import dev.chasqui.application.port.AdmissionRequest;
import dev.chasqui.application.port.LimitState;
import dev.chasqui.application.port.Permit;
import dev.chasqui.application.port.RequestKind;
import dev.chasqui.application.port.TokenEstimate;
import dev.chasqui.domain.account.Limit;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The gate that keeps the limits of callers.
 *
 * <p>Requests are counted exactly: never more than the limit begin within any window. Tokens are
 * counted in sixtieths of the window, never as fewer than they are. A request passes if its text,
 * by estimate, fits into what is left. For its answer it reserves the answer's bound, but not more
 * than is left; so at most one running request at a time can use more than there is, the last one,
 * and what it uses more is counted like the rest. At its end the real usage takes the place of the
 * reservation; if no server has told it, an estimate does.
 *
 * <p>The counts outlive the limits: a changed limit finds them as they are. Safe for use by several
 * threads.
 */
public final class LimitedAdmission implements Admission {
    private final CallerScopes scopes;
    private final LimitCounts counts;

    /**
     * Makes the gate with empty counts.
     *
     * @param scopes the limits; it may give others at any time
     */
    public LimitedAdmission(CallerScopes scopes) {
        this(scopes, System::nanoTime);
    }

    LimitedAdmission(CallerScopes scopes, LongSupplier clock) {
        this.scopes = scopes;
        counts = new LimitCounts(clock);
    }

    /**
     * {@inheritDoc}
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code RateLimited} if a limit is
     *     reached; then the request counts nowhere. With {@code Invalid} if the limits ask for an
     *     estimate of a request that cannot be read
     */
    @Override
    public Permit enter(AdmissionRequest request) {
        List<LimitedScope> limited = limited(request);
        if (limited.isEmpty()) {
            return KeyRights.of(request.caller());
        }
        TokenEstimate estimate = estimate(limited, request);
        return new LimitedPermit(
                request.caller(), counts, limited, counts.take(limited, estimate), estimate);
    }

    @Override
    public Optional<LimitState> state(AdmissionRequest request) {
        List<LimitedScope> limited = limited(request);
        return limited.isEmpty() ? Optional.empty() : Optional.of(counts.state(limited));
    }

    private List<LimitedScope> limited(AdmissionRequest request) {
        List<LimitedScope> all = scopes.of(request.caller(), request.model());
        for (LimitedScope one : all) {
            if (one.limits().isEmpty()) {
                return all.stream().filter(scope -> !scope.limits().isEmpty()).toList();
            }
        }
        return all;
    }

    /** Returns the estimate; null if no limit asks for it, or if the request has no tokens. */
    private static @Nullable TokenEstimate estimate(
            List<LimitedScope> limited, AdmissionRequest request) {
        if (request.kind() == RequestKind.LOAD) {
            return null;
        }
        for (LimitedScope scope : limited) {
            for (Limit limit : scope.limits()) {
                if (limit instanceof Limit.Tokens) {
                    return request.estimate().get();
                }
            }
        }
        return null;
    }
}
