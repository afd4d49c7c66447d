package dev.chasqui.application.pool;

import dev.chasqui.domain.size.Footprint;

import java.time.Duration;
import java.util.Optional;

/**
 * A model that the pool may load.
 *
 * @param name the name by which it is requested
 * @param recipe the fingerprint of everything that its server is started with: two models with the
 *     same name and recipe are the same, so that the server of one serves the other
 * @param memory the expected memory, whatever its file says; empty to follow the file
 * @param concurrency the most leases at a time
 * @param ttl the time that it may be idle before it leaves; empty if it stays until its place is
 *     needed
 * @param pinned true if it never leaves for another model
 * @param priority the rank: of models that are waited for, a higher one is loaded first; of models
 *     that may leave, a lower one leaves first
 * @param group the name of its group: models of different groups are not loaded together; empty for
 *     a model that goes with all
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

    /** Makes a model whose recipe never changes. */
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

    /** Makes a model with default settings. */
    public static PooledModel of(String name, int concurrency) {
        return new PooledModel(
                name, Optional.empty(), concurrency, Optional.empty(), false, 0, Optional.empty());
    }

    /** Returns the same model with another recipe. */
    public PooledModel withRecipe(String fingerprint) {
        return new PooledModel(
                name, fingerprint, memory, concurrency, ttl, pinned, priority, group);
    }

    /** Returns true if the server of one may serve for the other. */
    boolean isSameAs(PooledModel other) {
        return name.equals(other.name) && recipe.equals(other.recipe);
    }

    /** Returns true if the groups allow both to be loaded at the same time. */
    boolean goesWith(PooledModel other) {
        return group.isEmpty() || other.group.isEmpty() || group.equals(other.group);
    }
}
