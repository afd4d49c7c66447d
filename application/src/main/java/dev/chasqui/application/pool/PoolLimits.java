package dev.chasqui.application.pool;

import dev.chasqui.domain.size.Footprint;

import java.time.Duration;

/**
 * What the pool must keep to.
 *
 * @param models how many may be in memory at a time, those that come and go included
 * @param memory how much they may take together
 * @param waiting how many requests may wait
 * @param patience how long one may wait
 */
public record PoolLimits(int models, Footprint memory, int waiting, Duration patience) {
    public PoolLimits {
        if (models < 1 || waiting < 1) {
            throw new IllegalArgumentException(
                    "models: " + models + ", waiting: " + waiting + " (expected: at least 1)");
        }
    }
}
