package dev.chasqui.application.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The times to look what a model's server takes of the memory. Belongs to its resident. */
final class LookTimes {
    /** The shortest time from one look to the next. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    /** {@code MAX} if nothing can have changed. */
    private Instant next = Instant.MAX;

    private Instant notBefore = Instant.MIN;

    /** When the next look is due; empty if there is no need for one. */
    Optional<Instant> next() {
        return next.isBefore(Instant.MAX) ? Optional.of(next) : Optional.empty();
    }

    boolean due(Instant now) {
        return !next.isAfter(now);
    }

    /** The server is ready, and was looked at just now. */
    void ready(Instant now) {
        notBefore = now;
        next = now.plus(PAUSE);
    }

    /**
     * A look begins.
     *
     * @param used whether the model has a lease; one that has none does not grow
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

    /** There is no server to be looked at. */
    void none() {
        next = Instant.MAX;
    }

    private void atLatest(Instant time) {
        Instant possible = time.isAfter(notBefore) ? time : notBefore;
        next = possible.isBefore(next) ? possible : next;
    }
}
