package dev.chasqui.adapters.services;

import dev.chasqui.application.exchange.InternalCalls;

import java.util.Optional;

/** The calls of models by the present configuration. */
@FunctionalInterface
public interface ModelCalls {

    /** Returns the calls; empty while the server starts and has no models yet. */
    Optional<InternalCalls> present();
}
