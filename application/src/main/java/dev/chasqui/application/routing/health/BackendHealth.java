package dev.chasqui.application.routing.health;

import java.time.Duration;
import java.util.Optional;

/**
 * The health of one backend as its calls tell it: a state machine whose transitions return the next
 * state. Immutable; times are nanoseconds of one clock, which is handed in.
 *
 * <pre>
 *          failures in a row, or their share
 *     UP ------------------------------------> EJECTED
 *      ^                                        |   ^
 *      |  a call that began since answers       |   |  the probe fails: twice as long
 *      |                 its time is over, a call is its probe
 *      |                                        v   |
 *      +------------------------------------- PROBED
 * </pre>
 *
 * <p>A call that began before the last ejection or recovery says nothing about the backend now, so
 * it changes nothing. A probe that has no outcome for long is given up: another call may be the
 * probe then. Whatever becomes of the earlier one still counts, but that it was left does not.
 *
 * @param phase the phase
 * @param since the time of the last ejection or recovery
 * @param probedAt the time when the present probe began; without meaning in other phases
 * @param ejectedUntil the time when an ejection is over; without meaning while up
 * @param ejections the ejections of the recent past, which decide on the length of the next
 * @param failuresInRow the failures since the last answer
 * @param why the reason of the last ejection; empty text if there was none
 * @param firstEventNanos the usual time to the first event of an answer; 0 while it is not known
 * @param firstEventAt the time of the newest first event
 * @param outcomes the outcomes of the last time
 */
public record BackendHealth(
        Phase phase,
        long since,
        long probedAt,
        long ejectedUntil,
        int ejections,
        int failuresInRow,
        String why,
        long firstEventNanos,
        long firstEventAt,
        OutcomeWindow outcomes) {

    /** The share of a new time to the first event in the usual one. */
    private static final double NEW_SHARE = 0.2;

    /** The time after which a probe without an outcome is given up. */
    static final Duration PROBE_DEADLINE = Duration.ofSeconds(10);

    /** The phases of a backend. */
    public enum Phase {
        /** It gets requests. */
        UP,
        /** It gets none, except where there is no other backend. */
        EJECTED,
        /** One request tries it; its outcome decides. */
        PROBED
    }

    /** Returns the health of a backend of which nothing is known. */
    public static BackendHealth unknown(long now) {
        return new BackendHealth(
                Phase.UP, now, now, now, 0, 0, "", 0, now, OutcomeWindow.startingAt(now));
    }

    /** Returns true if an ejection is over and no other call is its probe, so that one may be. */
    public boolean isProbeDue(long now) {
        return phase != Phase.UP && probeDueInNanos(now) == 0;
    }

    /** Returns the time until a call may be the probe; 0 while up, too. */
    public long probeDueInNanos(long now) {
        return switch (phase) {
            case UP -> 0;
            case EJECTED -> Math.max(0, ejectedUntil - now);
            case PROBED -> Math.max(0, probedAt + PROBE_DEADLINE.toNanos() - now);
        };
    }

    private boolean isOld(long began) {
        return began - since < 0;
    }

    /** Returns the time until an ejection is over; zero if there is none, or if it is over. */
    public long leftNanos(long now) {
        return phase == Phase.UP ? 0 : Math.max(0, ejectedUntil - now);
    }

    /** Returns the share of failures in the last time, from 0 to 1. */
    public double errorRate(HealthRules rules, long now) {
        return outcomes.at(now, rules.window().toNanos()).errorRate();
    }

    /** Returns the reason of the last ejection, in words; empty if there was none. */
    public Optional<String> reason() {
        return why.isEmpty() ? Optional.empty() : Optional.of(why);
    }

    /** Returns the state after a call that is a probe has begun. */
    public BackendHealth probed(long now) {
        return in(Phase.PROBED, now);
    }

    /**
     * Returns the state after a call that the backend answered.
     *
     * @param began the time when the call began
     */
    public BackendHealth answered(HealthRules rules, long began, long now) {
        if (isOld(began)) {
            return this;
        }
        boolean back = phase != Phase.UP;
        boolean longUp = !back && now - since >= rules.longestEjection().toNanos();
        return new BackendHealth(
                Phase.UP,
                back ? now : since,
                probedAt,
                ejectedUntil,
                longUp ? 0 : ejections,
                0,
                why,
                firstEventNanos,
                firstEventAt,
                // What was before the ejection would eject it again at once.
                back
                        ? OutcomeWindow.startingAt(now)
                        : outcomes.with(true, now, rules.window().toNanos()));
    }

    /**
     * Returns the usual time to a first event; 0 if it is not known, or no longer: what was slow
     * may have been a start of the model, and nobody would find out.
     */
    public long firstEventNanos(HealthRules rules, long now) {
        return now - firstEventAt < rules.window().toNanos() ? firstEventNanos : 0;
    }

    /**
     * Returns the state after the first event of an answer.
     *
     * @param firstEvent the time from the beginning of the call to the event
     */
    public BackendHealth begun(HealthRules rules, long now, long firstEvent) {
        long known = firstEventNanos(rules, now);
        long mixed = known == 0 ? firstEvent : (long) (known + NEW_SHARE * (firstEvent - known));
        return new BackendHealth(
                phase,
                since,
                probedAt,
                ejectedUntil,
                ejections,
                failuresInRow,
                why,
                mixed,
                now,
                outcomes);
    }

    /**
     * Returns the state after a call that the backend failed.
     *
     * @param began the time when the call began
     * @param reason the failure, in words
     * @param probe true if the call was a probe
     */
    public BackendHealth failed(
            HealthRules rules, long began, long now, String reason, boolean probe) {
        if (isOld(began)) {
            return this;
        }
        OutcomeWindow after = outcomes.with(false, now, rules.window().toNanos());
        int inRow = failuresInRow + 1;
        if (phase == Phase.PROBED && probe) {
            return ejected(rules, now, inRow, after, "a probe failed: " + reason);
        }
        if (phase == Phase.UP && inRow >= rules.failuresInRow()) {
            return ejected(rules, now, inRow, after, row(inRow) + reason);
        }
        if (phase == Phase.UP
                && after.sample() >= rules.leastSample()
                && after.errorRate() >= rules.errorRate()) {
            return ejected(rules, now, inRow, after, share(after) + reason);
        }
        return new BackendHealth(
                phase,
                since,
                probedAt,
                ejectedUntil,
                ejections,
                inRow,
                why,
                firstEventNanos,
                firstEventAt,
                after);
    }

    private static String row(int failures) {
        return failures == 1 ? "a failure: " : failures + " failures in a row: ";
    }

    private static String share(OutcomeWindow outcomes) {
        return Math.round(100 * outcomes.errorRate())
                + " % of "
                + outcomes.sample()
                + " calls failed: ";
    }

    /**
     * Returns the state after a call whose end says nothing about the backend, such as one that the
     * client left. A probe that ended so is made again.
     *
     * @param began the time when the call began
     * @param probe true if the call was a probe
     */
    public BackendHealth undecided(long began, boolean probe) {
        boolean isPresentProbe = phase == Phase.PROBED && probe && began == probedAt;
        return isPresentProbe ? in(Phase.EJECTED, probedAt) : this;
    }

    private BackendHealth in(Phase next, long probed) {
        return new BackendHealth(
                next,
                since,
                probed,
                ejectedUntil,
                ejections,
                failuresInRow,
                why,
                firstEventNanos,
                firstEventAt,
                outcomes);
    }

    private BackendHealth ejected(
            HealthRules rules, long now, int inRow, OutcomeWindow after, String reason) {
        return new BackendHealth(
                Phase.EJECTED,
                now,
                probedAt,
                now + rules.ejectionNanos(ejections),
                ejections + 1,
                inRow,
                reason,
                firstEventNanos,
                firstEventAt,
                after);
    }
}
