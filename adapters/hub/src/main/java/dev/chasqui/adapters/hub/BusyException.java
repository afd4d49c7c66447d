package dev.chasqui.adapters.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The hub answers that it cannot, now: 408, 429 and 5xx. */
final class BusyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;

    BusyException(int status, Optional<Duration> retryAfter) {
        super("it answers " + status);
        this.retryAfter = retryAfter;
    }

    /** What it asks for. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
