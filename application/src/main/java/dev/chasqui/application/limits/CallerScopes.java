package dev.chasqui.application.limits;

import dev.chasqui.application.callers.LimitedScope;
import dev.chasqui.domain.exchange.Caller;

import java.util.ArrayList;
import java.util.List;

/**
 * The source of the limits and budgets that hold for a request. It is asked for every request, so
 * it answers from memory. Safe for use by several threads.
 */
@FunctionalInterface
public interface CallerScopes {
    /** The source for a server without any limit. */
    CallerScopes NONE = (_, _) -> List.of();

    /**
     * Returns what holds for a request of a caller; empty if nothing does. No id occurs twice, and
     * each has a limit or a budget.
     *
     * @param model the model name that the caller asks for
     */
    List<LimitedScope> of(Caller caller, String model);

    /** Returns a source that gives what this one and another one give. */
    default CallerScopes and(CallerScopes other) {
        return (caller, model) -> {
            List<LimitedScope> some = of(caller, model);
            List<LimitedScope> more = other.of(caller, model);
            if (some.isEmpty() || more.isEmpty()) {
                return some.isEmpty() ? more : some;
            }
            List<LimitedScope> all = new ArrayList<>(some);
            all.addAll(more);
            return all;
        };
    }
}
