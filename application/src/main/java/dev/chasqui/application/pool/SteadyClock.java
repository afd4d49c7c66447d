package dev.chasqui.application.pool;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that nobody sets: what somebody waits for must not come sooner or later for it. */
final class SteadyClock implements InstantSource {
    private final Instant start = Instant.now();
    private final long origin = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - origin);
    }
}
