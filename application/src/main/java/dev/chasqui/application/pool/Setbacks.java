package dev.chasqui.application.pool;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The failures and crashes of one model, and how long it rests for them. Belongs to its resident.
 */
final class Setbacks {
    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    /** The time of service after which earlier crashes are forgotten. */
    private static final Duration GOOD_RUN = Duration.ofMinutes(1);

    private int inARow;
    private Instant notBefore = Instant.MIN;
    private boolean secondTry;
    private @Nullable String lastFailure;

    /** When it may be started again. */
    Instant notBefore() {
        return notBefore;
    }

    /** Whether it is loaded anew after there was not enough memory. */
    boolean secondTry() {
        return secondTry;
    }

    /** Why loading it failed last, if that was the last thing that happened. */
    Optional<String> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /** Loading it failed. */
    void failed(String why, Instant now) {
        lastFailure = why;
        secondTry = false;
        rest(now);
    }

    /** There was not enough memory: it is tried once more, not before a certain time. */
    void wasTooLarge(Instant again) {
        lastFailure = null;
        secondTry = true;
        notBefore = again;
    }

    void loaded() {
        lastFailure = null;
        secondTry = false;
    }

    /** It died by itself; the first time it may come back at once. */
    void died(Instant readySince, Instant now) {
        if (Duration.between(readySince, now).compareTo(GOOD_RUN) > 0) {
            inARow = 0;
        }
        rest(now);
        if (inARow == 1) {
            notBefore = now;
        }
    }

    /** It went when it was told to. */
    void wentWell() {
        inARow = 0;
    }

    private void rest(Instant now) {
        int doublings = Math.min(inARow, 16);
        inARow++;
        Duration rest = SHORTEST_REST.multipliedBy(1L << doublings);
        notBefore = now.plus(rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST);
    }
}
