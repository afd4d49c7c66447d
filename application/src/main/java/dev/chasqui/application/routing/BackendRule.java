package dev.chasqui.application.routing;

import dev.chasqui.domain.account.Limit;

import java.util.List;
import java.util.OptionalInt;

/**
 * The rule of the config for the choice of one backend.
 *
 * @param priority its rank; backends of a higher one are asked first
 * @param weight its size beside others, more than zero
 * @param maxConcurrency the most open calls; empty for no bound
 * @param tier its capability from 1 to 5, which is the highest; empty if it has none
 * @param rate the most calls that may begin in some windows; all hold
 */
public record BackendRule(
        int priority,
        double weight,
        OptionalInt maxConcurrency,
        OptionalInt tier,
        List<Limit.Requests> rate) {
    /** The rule of a backend of which the config says nothing. */
    public static final BackendRule NONE =
            new BackendRule(0, 1, OptionalInt.empty(), OptionalInt.empty(), List.of());

    public BackendRule {
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("weight: " + weight + " (expected: more than 0)");
        }
        rate = List.copyOf(rate);
    }
}
