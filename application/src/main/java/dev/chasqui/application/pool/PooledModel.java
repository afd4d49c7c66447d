package dev.chasqui.application.pool;

import dev.chasqui.domain.size.Footprint;

import java.time.Duration;
import java.util.Optional;

/**
 * A model that the pool may load.
 *
 * @param name under which it is asked for
 * @param recipe fingerprint of all that its server is started by: two models of one name are the
 *     same, so that the one may serve for the other, if these are equal
 * @param memory what it is expected to take, whatever its file says; empty to go by that
 * @param concurrency how many leases it gives at a time
 * @param ttl how long it may be idle before it leaves; empty for as long as its place is not needed
 * @param pinned whether it never leaves for another one
 * @param priority of models that are waited for, a higher one goes first; of models that may leave,
 *     a lower one
 * @param group models of different groups are not loaded together; empty for one that goes with all
 */
public record PooledModel(
        String name,
        String recipe,
        Optional<Footprint> memory,
        int concurrency,
        Optional<Duration> ttl,
        boolean pinned,
        int priority,
        Optional<String> group) {

    /** The recipe of a model whose recipe never changes. */
    private static final String UNTOLD = "";

    public PooledModel {
        if (concurrency < 1) {
            throw new IllegalArgumentException(
                    "concurrency: " + concurrency + " (expected: at least 1)");
        }
    }

    /** A model whose recipe never changes. */
    public PooledModel(
            String name,
            Optional<Footprint> memory,
            int concurrency,
            Optional<Duration> ttl,
            boolean pinned,
            int priority,
            Optional<String> group) {
        this(name, UNTOLD, memory, concurrency, ttl, pinned, priority, group);
    }

    /** A model of which nothing is said. */
    public static PooledModel of(String name, int concurrency) {
        return new PooledModel(
                name, Optional.empty(), concurrency, Optional.empty(), false, 0, Optional.empty());
    }

    /** The same model, started by another recipe. */
    public PooledModel withRecipe(String fingerprint) {
        return new PooledModel(
                name, fingerprint, memory, concurrency, ttl, pinned, priority, group);
    }

    /** Whether the server of the one may serve for the other. */
    boolean isSameAs(PooledModel other) {
        return name.equals(other.name) && recipe.equals(other.recipe);
    }

    /** Whether both may be loaded at the same time, as far as their groups say. */
    boolean goesWith(PooledModel other) {
        return group.isEmpty() || other.group.isEmpty() || group.equals(other.group);
    }
}
