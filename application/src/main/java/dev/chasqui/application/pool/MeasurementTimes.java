package dev.chasqui.application.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The times to measure the memory of one model's server. Belongs to the model's resident. */
final class MeasurementTimes {
    /** The shortest time from one measurement to the next. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    /** The time of the next measurement; {@code MAX} if nothing can have changed. */
    private Instant next = Instant.MAX;

    private Instant notBefore = Instant.MIN;

    /** Returns the time of the next measurement; empty if none is needed. */
    Optional<Instant> next() {
        return next.isBefore(Instant.MAX) ? Optional.of(next) : Optional.empty();
    }

    boolean due(Instant now) {
        return !next.isAfter(now);
    }

    /** Notes that the server is ready; its memory was measured just now. */
    void ready(Instant now) {
        notBefore = now;
        next = now.plus(PAUSE);
    }

    /**
     * Notes that a measurement begins.
     *
     * @param used true if the model has a lease; without a lease it does not grow
     */
    void begin(boolean used, Instant now) {
        notBefore = now.plus(PAUSE);
        next = used ? notBefore : Instant.MAX;
    }

    void leased(Instant now) {
        atLatest(now.plus(PAUSE));
    }

    void released(Instant now) {
        atLatest(now);
    }

    /** Notes that there is no server to measure. */
    void none() {
        next = Instant.MAX;
    }

    private void atLatest(Instant time) {
        Instant possible = time.isAfter(notBefore) ? time : notBefore;
        next = possible.isBefore(next) ? possible : next;
    }
}
