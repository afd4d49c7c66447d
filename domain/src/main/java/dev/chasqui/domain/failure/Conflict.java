package dev.chasqui.domain.failure;

import java.time.Duration;
import java.util.Optional;

/**
 * Another request works on the same thing, or has changed it meanwhile.
 *
 * @param message what it is, and what to do
 * @param retryAfter the time after which the same request may pass; empty if it must be another one
 */
public record Conflict(String message, Optional<Duration> retryAfter) implements AdmissionFailure {
    @Override
    public String code() {
        return "conflict";
    }

    @Override
    public Optional<Duration> retryDelay() {
        return retryAfter;
    }

    @Override
    public Fault fault() {
        return Fault.CALLER;
    }
}
