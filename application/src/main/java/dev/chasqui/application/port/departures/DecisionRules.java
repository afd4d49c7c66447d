package dev.chasqui.application.port.departures;

import java.time.Duration;

/**
 * The rules of the decision ledger.
 *
 * @param on false to enter nothing any more
 * @param onFailure what happens to a call that cannot be entered
 * @param queue the most calls that wait for their entries
 * @param sync the longest time for which an entry is in the system's memory alone; zero writes each
 *     one through to the disk
 * @param keep the age at which a file is removed
 * @param most the most bytes of all files; above that the oldest are removed
 */
public record DecisionRules(
        boolean on, OnFailure onFailure, int queue, Duration sync, Duration keep, long most) {

    /** The fate of a call that cannot be entered. */
    public enum OnFailure {
        /** It is sent, and counted as missing. */
        COUNT,
        /** It is refused; every call waits until its entry is on the disk. */
        REFUSE
    }
}
