package dev.chasqui.application.limits;

import dev.chasqui.domain.account.Budget;
import dev.chasqui.domain.account.Limit;

import java.util.List;
import java.util.Optional;

/**
 * The limits and the budget of one owner.
 *
 * @param limits the limits; all of them hold
 */
public record LimitedScope(LimitOwner owner, List<Limit> limits, Optional<Budget> budget) {
    public LimitedScope {
        limits = List.copyOf(limits);
    }

    /** Makes the scope of an owner without a budget. */
    public LimitedScope(LimitOwner owner, List<Limit> limits) {
        this(owner, limits, Optional.empty());
    }
}
