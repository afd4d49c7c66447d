package dev.chasqui.application.models;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.Zone;

import java.util.Optional;

/**
 * How a backend is, as far as we know.
 *
 * @param models how many models it is known to have, also while it is down
 * @param failure why it is down; empty if it is up
 */
public record BackendState(String name, Zone zone, int models, Optional<Failure> failure) {
    public boolean up() {
        return failure.isEmpty();
    }
}
