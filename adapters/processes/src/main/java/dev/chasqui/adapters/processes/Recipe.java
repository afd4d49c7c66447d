package dev.chasqui.adapters.processes;

import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import java.util.Optional;
import java.util.function.Consumer;

/** The way to start one model's server: it says how, and gets what that takes. */
@FunctionalInterface
public interface Recipe {

    /**
     * Makes sure that all is there, and gets what is not; may take as long as a download does. Runs
     * on a virtual thread of its own, which is interrupted when the server stops or the model is
     * not wanted any more as it was.
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
     * @param growth how much RAM of that it takes only while it serves: when it is ready, that is
     *     not seen yet
     * @param conversations the keeper of its conversations, if they are kept
     */
    record Prepared(
            Launch launch,
            Footprint estimate,
            ByteSize growth,
            Optional<ConversationKeeper> conversations) {

        /** One that does not grow, and takes nothing along. */
        public Prepared(Launch launch, Footprint estimate) {
            this(launch, estimate, ByteSize.ZERO, Optional.empty());
        }
    }
}
