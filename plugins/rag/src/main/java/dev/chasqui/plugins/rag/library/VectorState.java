package dev.chasqui.plugins.rag.library;

import java.time.Duration;
import java.util.Optional;

/**
 * The state of a collection's vectors.
 *
 * @param model the name of the model that made the vectors that serve; empty if none serve, and the
 *     collection is searched by words alone
 * @param passages the number of passages of the collection
 * @param done the number of passages that have a vector of the model that config names
 * @param skipped the number of passages of which that model makes no vector; words alone find them
 * @param rate the vectors made in a second, over the last half minute; 0 if none are being made
 * @param problem why no vectors are made now, in a sentence; empty if nothing hinders
 */
public record VectorState(
        Optional<String> model,
        long passages,
        long done,
        long skipped,
        double rate,
        Optional<String> problem) {

    /** Makes the state of a collection whose vectors are at rest. */
    public VectorState(Optional<String> model, long passages, long done) {
        this(model, passages, done, 0, 0, Optional.empty());
    }

    /** The state of a collection that is searched by words alone. */
    public static VectorState none(long passages) {
        return new VectorState(Optional.empty(), passages, 0);
    }

    /** Returns the number of passages that wait for a vector of the model that config names. */
    public long pending() {
        return Math.max(0, passages - done - skipped);
    }

    /** Returns the time until all vectors are made, at the present rate; empty if it is unknown. */
    public Optional<Duration> left() {
        return rate > 0 && pending() > 0
                ? Optional.of(Duration.ofSeconds((long) Math.ceil(pending() / rate)))
                : Optional.empty();
    }
}
