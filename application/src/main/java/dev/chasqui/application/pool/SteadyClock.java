package dev.chasqui.application.pool;

import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that is never adjusted: a change of the machine's clock must not change how long a caller
 * waits.
 */
final class SteadyClock implements InstantSource {
    private final Instant start = Instant.now();
    private final long origin = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - origin);
    }
}
