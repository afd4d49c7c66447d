package dev.chasqui.application.callers;

import dev.chasqui.domain.account.Budget;
import dev.chasqui.domain.account.Limit;

import java.util.List;
import java.util.Optional;

/**
 * An owner of limits or of a budget: a key, a user, a team, the models of a pattern, or all callers
 * together.
 *
 * @param id the unique id by which it is counted, such as {@code user/ana}, {@code key/ID} or
 *     {@code team/lab}; counts stay with it when the limits change
 * @param whose the words for messages, such as {@code user 'ana'}
 * @param limits the limits; all of them hold
 * @param budget the budget
 */
public record LimitedScope(String id, String whose, List<Limit> limits, Optional<Budget> budget) {
    public LimitedScope {
        limits = List.copyOf(limits);
    }

    /** Returns true if there is a limit or a budget. */
    public boolean isLimited() {
        return !limits.isEmpty() || budget.isPresent();
    }

    /** Makes the scope of an owner without a budget. */
    public LimitedScope(String id, String whose, List<Limit> limits) {
        this(id, whose, limits, Optional.empty());
    }
}
