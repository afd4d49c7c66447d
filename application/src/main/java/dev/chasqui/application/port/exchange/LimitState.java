package dev.chasqui.application.port.exchange;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The state of a caller's limits, of each kind that of the limit with the least left.
 *
 * @param requests the limit of requests
 * @param tokens the limit of tokens
 * @param warnings sentences about budgets whose soft part is spent
 */
public record LimitState(
        Optional<OfLimit> requests, Optional<OfLimit> tokens, List<String> warnings) {

    /**
     * The state of one limit.
     *
     * @param most the limit
     * @param left what is left of it now, zero or more
     * @param frees the time until all of it is free again
     */
    public record OfLimit(long most, long left, Duration frees) {}

    public LimitState {
        warnings = List.copyOf(warnings);
    }
}
