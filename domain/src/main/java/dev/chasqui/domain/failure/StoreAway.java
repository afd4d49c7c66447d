package dev.chasqui.domain.failure;

import java.time.Duration;
import java.util.Optional;

/**
 * The database cannot be used now.
 *
 * @param message what cannot be done, and that it is tried again
 */
public record StoreAway(String message) implements AdmissionFailure {
    private static final Duration NEXT_TRY = Duration.ofSeconds(2);

    @Override
    public String code() {
        return "store_away";
    }

    @Override
    public Optional<Duration> retryDelay() {
        return Optional.of(NEXT_TRY);
    }

    @Override
    public Fault fault() {
        return Fault.OPERATOR;
    }
}
