package dev.chasqui.application.models;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelName;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What we know of a backend's models.
 *
 * @param models those of its last good answer
 * @param byName the same by their names with a tag; of two with one name the first
 * @param answered whether it ever answered
 * @param failure why it did not answer the last time
 * @param askedNanos when it was asked, by {@link System#nanoTime()}
 */
record Listing(
        List<ModelInfo> models,
        Map<String, ModelInfo> byName,
        boolean answered,
        Optional<Failure> failure,
        long askedNanos) {

    private Listing(List<ModelInfo> models, boolean answered, Optional<Failure> failure) {
        this(List.copyOf(models), byName(models), answered, failure, System.nanoTime());
    }

    private static Map<String, ModelInfo> byName(List<ModelInfo> models) {
        Map<String, ModelInfo> byName = new HashMap<>();
        models.forEach(model -> byName.putIfAbsent(ModelName.withTag(model.id()), model));
        return byName;
    }

    /** Of a backend that did not answer yet. */
    static Listing unknown() {
        return new Listing(List.of(), false, Optional.empty());
    }

    static Listing of(List<ModelInfo> models) {
        return new Listing(models, true, Optional.empty());
    }

    /** The models stay known while the backend is down. */
    Listing failed(Failure why) {
        return new Listing(models, answered, Optional.of(why));
    }

    boolean olderThan(Duration age) {
        return System.nanoTime() - askedNanos > age.toNanos();
    }
}
