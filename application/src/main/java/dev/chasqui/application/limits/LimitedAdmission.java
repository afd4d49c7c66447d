package dev.chasqui.application.limits;

import dev.chasqui.application.budgets.BudgetHold;
import dev.chasqui.application.budgets.Budgets;
import dev.chasqui.application.callers.LimitedScope;
import dev.chasqui.application.port.exchange.Admission;
import dev.chasqui.application.port.exchange.AdmissionRequest;
import dev.chasqui.application.port.exchange.LimitState;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.account.Limit;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The gate that keeps the limits and the budgets of callers.
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
    private final Budgets budgets;

    /**
     * Makes the gate with empty counts.
     *
     * @param scopes the limits and budgets; it may give others at any time
     * @param budgets the accounts of budgets
     */
    public LimitedAdmission(CallerScopes scopes, Budgets budgets) {
        this(scopes, budgets, System::nanoTime);
    }

    LimitedAdmission(CallerScopes scopes, Budgets budgets, LongSupplier clock) {
        this.scopes = scopes;
        this.budgets = budgets;
        counts = new LimitCounts(clock);
    }

    /**
     * {@inheritDoc}
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code RateLimited} if a limit is
     *     reached, with {@code BudgetExceeded} if a budget is spent; then the request counts
     *     nowhere. With {@code Invalid} if they ask for an estimate of a request that cannot be
     *     read
     */
    @Override
    public Permit enter(AdmissionRequest request) {
        List<LimitedScope> limited = scopes.of(request.caller(), request.model());
        StandInLimits standIns = new StandInLimits(request, scopes, counts, limited);
        if (limited.isEmpty()) {
            return new FreePermit(request.caller(), counts, standIns);
        }
        TokenEstimate estimate = estimate(limited, request);
        BudgetHold money = estimate == null ? null : money(limited, request, estimate);
        boolean taken = false;
        try {
            LimitCounts.Taken counted = counts.take(limited, estimate);
            taken = true;
            return new LimitedPermit(
                    request.caller(), counts, limited, counted, estimate, money, standIns);
        } finally {
            if (!taken && money != null) {
                money.end(Optional.of(Usage.of(0, 0)));
            }
        }
    }

    /** Reserves money; null if there is no budget. */
    private @Nullable BudgetHold money(
            List<LimitedScope> limited, AdmissionRequest request, TokenEstimate estimate) {
        List<Budgets.Owned> owned = owned(limited);
        return owned.isEmpty()
                ? null
                : BudgetHold.reserve(budgets, owned, request.model(), estimate);
    }

    @Override
    public Optional<LimitState> state(AdmissionRequest request) {
        List<LimitedScope> limited = scopes.of(request.caller(), request.model());
        if (limited.isEmpty()) {
            return Optional.empty();
        }
        LimitState limits = counts.state(limited);
        List<Budgets.Owned> owned = owned(limited);
        return Optional.of(
                owned.isEmpty()
                        ? limits
                        : new LimitState(
                                limits.requests(),
                                limits.tokens(),
                                Optional.of(budgets.state(owned))));
    }

    private static List<Budgets.Owned> owned(List<LimitedScope> limited) {
        List<Budgets.Owned> owned = new ArrayList<>();
        for (LimitedScope scope : limited) {
            if (scope.budget().isPresent()) {
                owned.add(new Budgets.Owned(scope.id(), scope.whose(), scope.budget().get()));
            }
        }
        return owned;
    }

    /**
     * Returns the estimate; null if no limit or budget asks for it, or if the request has no
     * tokens.
     */
    static @Nullable TokenEstimate estimate(List<LimitedScope> limited, AdmissionRequest request) {
        if (request.kind() == RequestKind.LOAD || request.kind() == RequestKind.COUNT) {
            return null;
        }
        for (LimitedScope scope : limited) {
            if (scope.budget().isPresent()) {
                return request.estimate().get();
            }
            for (Limit limit : scope.limits()) {
                if (limit instanceof Limit.Tokens) {
                    return request.estimate().get();
                }
            }
        }
        return null;
    }
}
