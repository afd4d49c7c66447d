package dev.chasqui.application.routing.health;

/**
 * The counts of good and bad outcomes of the last time, in two halves: the present one, and the one
 * before it. Immutable; times are nanoseconds of one clock.
 *
 * @param begunAt the time when the present half began
 */
public record OutcomeWindow(long begunAt, int good, int bad, int goodBefore, int badBefore) {

    /** Returns a window without outcomes. */
    static OutcomeWindow startingAt(long now) {
        return new OutcomeWindow(now, 0, 0, 0, 0);
    }

    /**
     * Returns the window with one more outcome.
     *
     * @param length the length of a half
     */
    OutcomeWindow with(boolean isGood, long now, long length) {
        OutcomeWindow moved = at(now, length);
        return new OutcomeWindow(
                moved.begunAt,
                moved.good + (isGood ? 1 : 0),
                moved.bad + (isGood ? 0 : 1),
                moved.goodBefore,
                moved.badBefore);
    }

    /** Returns the window without the outcomes that are too old. */
    OutcomeWindow at(long now, long length) {
        long age = now - begunAt;
        if (age < length) {
            return this;
        }
        return age < 2 * length
                ? new OutcomeWindow(begunAt + length, 0, 0, good, bad)
                : startingAt(now);
    }

    /** Returns the number of outcomes. */
    int sample() {
        return good + bad + goodBefore + badBefore;
    }

    /** Returns the share of bad outcomes; 0 if there are none at all. */
    double errorRate() {
        int sample = sample();
        return sample == 0 ? 0 : (double) (bad + badBefore) / sample;
    }
}
