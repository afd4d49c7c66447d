package dev.chasqui.application.port.exchange;

import java.time.Duration;
import java.util.Optional;

/**
 * The state of a caller's limits, of each kind that of the limit with the least left.
 *
 * @param requests the limit of requests
 * @param tokens the limit of tokens
 * @param budget the state of the budgets; empty if there are none
 */
public record LimitState(
        Optional<OfLimit> requests, Optional<OfLimit> tokens, Optional<BudgetState> budget) {

    /**
     * The state of one limit.
     *
     * @param most the limit
     * @param left what is left of it now, zero or more
     * @param frees the time until all of it is free again
     */
    public record OfLimit(long most, long left, Duration frees) {}

    /** Returns the state in which a budget has no money for the request. */
    public LimitState withoutMoney() {
        return new LimitState(
                requests,
                tokens,
                budget.map(state -> new BudgetState(BudgetState.Status.HARD, state.warnings())));
    }
}
