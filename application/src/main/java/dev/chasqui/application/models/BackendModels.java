package dev.chasqui.application.models;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.model.ModelName;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The known list of one backend's models, and the outcome of the last request for it. Immutable.
 *
 * @param models the models of its last successful answer
 * @param byName the same models by their names with a tag; of two with one name the first
 * @param kinds the kinds of requests that some of them are known to answer
 * @param answered true if it ever answered
 * @param failure the reason why it did not answer the last time; empty if it did
 * @param askedNanos the time of the last request, by {@link System#nanoTime()}
 */
record BackendModels(
        List<ModelInfo> models,
        Map<String, ModelInfo> byName,
        Set<ModelKind> kinds,
        boolean answered,
        Optional<Failure> failure,
        long askedNanos) {

    private BackendModels(List<ModelInfo> models, boolean answered, Optional<Failure> failure) {
        this(
                List.copyOf(models),
                byName(models),
                kinds(models),
                answered,
                failure,
                System.nanoTime());
    }

    private static Set<ModelKind> kinds(List<ModelInfo> models) {
        return models.stream()
                .flatMap(model -> model.kinds().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<String, ModelInfo> byName(List<ModelInfo> models) {
        Map<String, ModelInfo> byName = new HashMap<>();
        models.forEach(model -> byName.putIfAbsent(ModelName.withTag(model.id()), model));
        return byName;
    }

    /** Makes the listing of a backend that has not answered yet. */
    static BackendModels unknown() {
        return new BackendModels(List.of(), false, Optional.empty());
    }

    static BackendModels of(List<ModelInfo> models) {
        return new BackendModels(models, true, Optional.empty());
    }

    /**
     * Returns the listing after a failed request; the models stay known while the backend is down.
     */
    BackendModels failed(Failure why) {
        return new BackendModels(models, answered, Optional.of(why));
    }

    boolean olderThan(Duration age) {
        return System.nanoTime() - askedNanos > age.toNanos();
    }
}
