package dev.chasqui.application.pool;

import dev.chasqui.domain.size.Footprint;

import java.time.Instant;
import java.util.Optional;

/**
 * What one model of the pool is doing.
 *
 * @param since when that began; empty if it never did anything else
 * @param memory what it takes, or is expected to take; empty while nobody knows
 * @param leases how many use it
 * @param waiting how many requests wait for it
 * @param leavesAt when it leaves if nobody uses it till then
 * @param lastFailure why it could not be loaded last, if that was the last thing that happened
 */
public record ModelState(
        PooledModel model,
        Phase phase,
        Optional<Instant> since,
        Optional<Footprint> memory,
        boolean pinned,
        int leases,
        int waiting,
        Optional<Instant> leavesAt,
        Optional<String> lastFailure) {

    /** What it is doing. */
    public enum Phase {
        /** There is no process of it. */
        ABSENT,
        /** Its file is looked at, or fetched. */
        PREPARING,
        /** Its process does not answer yet. */
        LOADING,
        READY,
        /** Its process was told to go. */
        STOPPING
    }
}
