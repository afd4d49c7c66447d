package dev.chasqui.bootstrap.pool;

import dev.chasqui.adapters.hub.Hub;
import dev.chasqui.adapters.hub.HubException;
import dev.chasqui.adapters.processes.RecipeException;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.model.HubModel;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Where a model's file comes from. */
sealed interface ModelFile {

    /**
     * The file, or the first of several.
     *
     * @throws RecipeException if it cannot be had
     */
    Path get(Consumer<String> progress) throws RecipeException, InterruptedException;

    /** One that is here. */
    record Local(Path path) implements ModelFile {
        @Override
        public Path get(Consumer<String> progress) {
            return path;
        }
    }

    /** One that is downloaded unless it was before. */
    record OfHub(Hub hub, HubModel model) implements ModelFile {
        @Override
        public Path get(Consumer<String> progress) throws RecipeException {
            try {
                return hub.fetch(model, progress, new Cancellation()).getFirst();
            } catch (HubException e) {
                throw new RecipeException(e.getMessage(), e);
            }
        }
    }
}
