package dev.chasqui.domain.failure;

import java.time.Duration;
import java.util.Optional;

/**
 * A budget of the caller has no money left for the request.
 *
 * @param message the budget, whose it is, and when its next period begins
 * @param renewedAfter the time until its next period begins
 */
public record BudgetExceeded(String message, Duration renewedAfter) implements AdmissionFailure {
    @Override
    public String code() {
        return "budget_exceeded";
    }

    @Override
    public Optional<Duration> retryDelay() {
        return Optional.of(renewedAfter);
    }

    @Override
    public Fault fault() {
        return Fault.CALLER;
    }
}
