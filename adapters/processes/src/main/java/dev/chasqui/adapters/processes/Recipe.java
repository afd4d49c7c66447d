package dev.chasqui.adapters.processes;

import dev.chasqui.domain.size.Footprint;

import java.util.function.Consumer;

/** Knows how one model's server comes to be started, and gets what that takes. */
@FunctionalInterface
public interface Recipe {

    /**
     * Sees that all is there, and gets what is not; may take as long as a download does. Runs on a
     * virtual thread of its own, which is interrupted when the server stops.
     *
     * @param progress is told how far it is, in words
     * @throws RecipeException if it cannot be
     * @throws InterruptedException if it was interrupted
     */
    Prepared prepare(Consumer<String> progress) throws RecipeException, InterruptedException;

    /**
     * What is ready to be started.
     *
     * @param estimate what it will take of the memory
     */
    record Prepared(Launch launch, Footprint estimate) {}
}
