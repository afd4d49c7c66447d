package dev.chasqui.application.models;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.ModelInfo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What we know of a backend's models.
 *
 * @param models those of its last good answer
 * @param answered whether it ever answered
 * @param failure why it did not answer the last time
 * @param askedNanos when it was asked, by {@link System#nanoTime()}
 */
record Listing(
        List<ModelInfo> models, boolean answered, Optional<Failure> failure, long askedNanos) {

    Listing {
        models = List.copyOf(models);
    }

    /** Of a backend that did not answer yet. */
    static Listing unknown() {
        return new Listing(List.of(), false, Optional.empty(), System.nanoTime());
    }

    static Listing of(List<ModelInfo> models) {
        return new Listing(models, true, Optional.empty(), System.nanoTime());
    }

    /** The models stay known while the backend is down. */
    Listing failed(Failure why) {
        return new Listing(models, answered, Optional.of(why), System.nanoTime());
    }

    boolean olderThan(Duration age) {
        return System.nanoTime() - askedNanos > age.toNanos();
    }
}
