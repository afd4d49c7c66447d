package dev.chasqui.bootstrap.pool;

import dev.chasqui.adapters.hub.Hub;
import dev.chasqui.adapters.hub.HubException;
import dev.chasqui.adapters.processes.RecipeException;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.model.HubModel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Where a model's file comes from. */
sealed interface ModelFile {

    /**
     * The file, or the first of several.
     *
     * @throws RecipeException if it cannot be had
     */
    Path get(Consumer<String> progress) throws RecipeException, InterruptedException;

    /** The same, if it need not be fetched. */
    Optional<Path> here();

    /** The name by which people know it. */
    String title();

    /** One that is here. */
    record Local(Path path) implements ModelFile {
        @Override
        public Path get(Consumer<String> progress) {
            return path;
        }

        @Override
        public Optional<Path> here() {
            return Optional.of(path).filter(Files::isRegularFile);
        }

        @Override
        public String title() {
            return Objects.toString(path.getFileName(), "").replaceFirst("(?i)\\.gguf$", "");
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

        @Override
        public Optional<Path> here() {
            return hub.cached(model).map(List::getFirst);
        }

        @Override
        public String title() {
            return model.repo() + model.variant().map(variant -> "-" + variant).orElse("");
        }
    }
}
