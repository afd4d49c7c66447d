package dev.chasqui.application.models;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.ModelInfo;

import java.util.List;
import java.util.Optional;

/**
 * What we know of a backend's models.
 *
 * @param models those of its last good answer
 * @param answered whether it ever answered
 * @param failure why it did not answer the last time
 */
record Listing(List<ModelInfo> models, boolean answered, Optional<Failure> failure) {
    static final Listing UNKNOWN = new Listing(List.of(), false, Optional.empty());

    Listing {
        models = List.copyOf(models);
    }

    static Listing of(List<ModelInfo> models) {
        return new Listing(models, true, Optional.empty());
    }

    /** The models stay known while the backend is down. */
    Listing failed(Failure why) {
        return new Listing(models, answered, Optional.of(why));
    }
}
