package dev.chasqui.application.routing.health;

import java.time.Duration;

/**
 * The rules of the regular checks of backends.
 *
 * @param whileUp true if every backend of this network is checked; else only those that are down
 *     are, so that they return
 * @param interval the time from one check to the next
 * @param failing the failed checks in a row after which a backend is down
 * @param recovering the passed checks in a row after which it is up again
 */
public record CheckRules(boolean whileUp, Duration interval, int failing, int recovering) {
    /** The rules of a config that says nothing. */
    public static final CheckRules USUAL = new CheckRules(true, Duration.ofSeconds(8), 2, 1);

    public CheckRules {
        if (!interval.isPositive() || failing < 1 || recovering < 1) {
            throw new IllegalArgumentException(
                    "interval: "
                            + interval
                            + ", failing: "
                            + failing
                            + ", recovering: "
                            + recovering
                            + " (expected: more than 0, at least 1, and at least 1)");
        }
    }
}
