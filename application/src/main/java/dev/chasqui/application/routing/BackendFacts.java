package dev.chasqui.application.routing;

import dev.chasqui.application.routing.health.BackendHealth;
import dev.chasqui.application.routing.health.CheckedHealth;
import dev.chasqui.application.routing.health.HealthRules;
import dev.chasqui.domain.model.Zone;

/**
 * The state of a backend at one moment, with its rule. Immutable.
 *
 * @param name its name
 * @param zone the zone of its data
 * @param rule what the config says of it
 * @param drained true if an administrator has drained it
 * @param open its open calls
 * @param health its health by its calls
 * @param checks its health by its checks
 * @param pausedNanos the time for which it has asked for no more calls; 0 for none
 * @param rateNanos the time until its rate allows one more call; 0 if it does now
 */
record BackendFacts(
        String name,
        Zone zone,
        BackendRule rule,
        boolean drained,
        int open,
        BackendHealth health,
        CheckedHealth checks,
        long pausedNanos,
        long rateNanos) {

    /** Returns true if it gets requests now, unless it is busy. */
    boolean isWell() {
        return !drained
                && !checks.down()
                && health.phase() == BackendHealth.Phase.UP
                && pausedNanos == 0;
    }

    boolean isFull() {
        return rule.maxConcurrency().isPresent() && open >= rule.maxConcurrency().getAsInt();
    }

    /**
     * Returns the usual time to a first event; 0 if it is not known, or no longer: it is forgotten
     * only while there are no calls, so that an idle backend is tried again.
     */
    long firstEventNanos(HealthRules rules, long now) {
        return open > 0 ? health.firstEventNanos() : health.firstEventNanos(rules, now);
    }

    /** Returns the open calls for each unit of its size: its bound, or else its weight. */
    double load(double weight) {
        return rule.maxConcurrency().isPresent()
                ? (double) open / rule.maxConcurrency().getAsInt()
                : open / weight;
    }
}
