package dev.chasqui.application.pool;

import dev.chasqui.domain.size.Footprint;

import java.time.Duration;

/**
 * The limits of the pool.
 *
 * @param models the most models in memory at a time, those that are starting or ending included
 * @param memory the most memory of all models together
 * @param waiting the most requests that may wait
 * @param patience the longest time that a request may wait
 */
public record PoolLimits(int models, Footprint memory, int waiting, Duration patience) {
    public PoolLimits {
        if (models < 1 || waiting < 1) {
            throw new IllegalArgumentException(
                    "models: " + models + ", waiting: " + waiting + " (expected: at least 1)");
        }
    }
}
