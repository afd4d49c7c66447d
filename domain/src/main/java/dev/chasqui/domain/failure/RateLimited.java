package dev.chasqui.domain.failure;

import java.time.Duration;
import java.util.Optional;

/**
 * A limit of the caller is reached.
 *
 * @param message the limit, whose it is, and when it frees
 * @param retryAfter the time until the same request would pass, if nothing else happens
 */
public record RateLimited(String message, Duration retryAfter) implements AdmissionFailure {
    @Override
    public String code() {
        return "rate_limit_exceeded";
    }

    @Override
    public Optional<Duration> retryDelay() {
        return Optional.of(retryAfter);
    }

    @Override
    public Fault fault() {
        return Fault.CALLER;
    }
}
