package dev.chasqui.adapters.processes;

import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * The preparation of one model's server: it provides everything that a start needs, and the
 * command.
 */
@FunctionalInterface
public interface Recipe {

    /**
     * Checks that everything exists, and provides missing files; may take as long as a download
     * does. Runs on a virtual thread of its own, which is interrupted when the server stops or the
     * model is no longer wanted as it was.
     *
     * @param progress takes the progress as text
     * @throws RecipeException if the server cannot be prepared
     * @throws InterruptedException if the thread was interrupted
     */
    Prepared prepare(Consumer<String> progress) throws RecipeException, InterruptedException;

    /**
     * A server that is ready to be started.
     *
     * @param launch the command
     * @param estimate the memory that it will take
     * @param growth the part of its RAM that it takes only while it serves, and that a measurement
     *     at its start cannot see yet
     * @param conversations the keeper of its conversations, if they are kept
     */
    record Prepared(
            Launch launch,
            Footprint estimate,
            ByteSize growth,
            Optional<ConversationKeeper> conversations) {

        /** Creates one that does not grow and keeps no conversations. */
        public Prepared(Launch launch, Footprint estimate) {
            this(launch, estimate, ByteSize.ZERO, Optional.empty());
        }
    }
}
