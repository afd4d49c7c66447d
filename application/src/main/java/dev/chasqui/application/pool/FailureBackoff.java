package dev.chasqui.application.pool;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The failures and crashes of one model, and its rest after them. Belongs to its resident.
 *
 * <p>The rest doubles with each failure or crash in a row, from {@link #SHORTEST_REST} to {@link
 * #LONGEST_REST}.
 */
final class FailureBackoff {
    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    /** The time of service after which earlier crashes are forgotten. */
    private static final Duration GOOD_RUN = Duration.ofMinutes(1);

    private int failuresInARow;
    private Instant notBefore = Instant.MIN;
    private boolean secondTry;
    private @Nullable String lastFailure;

    /** Returns the time before which it may not be started. */
    Instant notBefore() {
        return notBefore;
    }

    /** Returns true if it is loaded once more after memory was too scarce. */
    boolean secondTry() {
        return secondTry;
    }

    /** Returns the reason why loading it failed; empty if something else happened since. */
    Optional<String> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /** Notes that loading it failed. */
    void failed(String why, Instant now) {
        lastFailure = why;
        secondTry = false;
        rest(now);
    }

    /** Notes that memory was too scarce: it is loaded once more, not before the given time. */
    void outOfMemory(Instant again) {
        lastFailure = null;
        secondTry = true;
        notBefore = again;
    }

    void loaded() {
        lastFailure = null;
        secondTry = false;
    }

    /** Notes that it died by itself; after the first time it may be started at once. */
    void crashed(Instant readySince, Instant now) {
        if (Duration.between(readySince, now).compareTo(GOOD_RUN) > 0) {
            failuresInARow = 0;
        }
        rest(now);
        if (failuresInARow == 1) {
            notBefore = now;
        }
    }

    /** Notes that it ended because it was told to. */
    void stopped() {
        failuresInARow = 0;
    }

    private void rest(Instant now) {
        int doublings = Math.min(failuresInARow, 16);
        failuresInARow++;
        Duration rest = SHORTEST_REST.multipliedBy(1L << doublings);
        notBefore = now.plus(rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST);
    }
}
