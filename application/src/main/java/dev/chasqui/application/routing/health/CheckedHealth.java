package dev.chasqui.application.routing.health;

import java.util.Optional;

/**
 * The health of one backend as its regular checks tell it: a state machine whose transitions return
 * the next state. It is down after some failed checks in a row, and up again after some that
 * passed. Real calls change nothing here; {@link BackendHealth} is theirs. Immutable.
 *
 * @param down true if it is down
 * @param inRow the checks in a row with the same outcome
 * @param passed the outcome of the last check
 * @param why the reason why the last failed check failed; empty text if none has
 */
public record CheckedHealth(boolean down, int inRow, boolean passed, String why) {
    /** The health of a backend that was not checked yet. */
    public static final CheckedHealth UNKNOWN = new CheckedHealth(false, 0, true, "");

    /**
     * Returns the state after a check.
     *
     * @param failure the reason why it failed, in words; empty if it passed
     */
    public CheckedHealth after(CheckRules rules, Optional<String> failure) {
        boolean passes = failure.isEmpty();
        int same = passes == passed ? inRow + 1 : 1;
        boolean next = passes ? down && same < rules.recovering() : down || same >= rules.failing();
        return new CheckedHealth(next, same, passes, failure.orElse(why));
    }
}
