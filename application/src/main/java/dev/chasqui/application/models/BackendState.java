package dev.chasqui.application.models;

import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.model.Zone;

import java.util.Optional;
import java.util.Set;

/**
 * The state of a backend, as far as we know.
 *
 * @param name the backend's name
 * @param address the address of its server; empty text if it has none
 * @param zone the zone of its data
 * @param models the number of models that it is known to have, also while it is down
 * @param kinds the kinds of requests that some of them are known to answer
 * @param failure the reason why it is down; empty if it is up
 */
public record BackendState(
        String name,
        String address,
        Zone zone,
        int models,
        Set<ModelKind> kinds,
        Optional<Failure> failure) {
    /** Copies the set. */
    public BackendState {
        kinds = Set.copyOf(kinds);
    }

    static BackendState of(Backend backend, BackendModels listing) {
        return new BackendState(
                backend.name(),
                backend.address(),
                backend.zone(),
                listing.models().size(),
                listing.kinds(),
                listing.failure());
    }

    public boolean up() {
        return failure.isEmpty();
    }
}
