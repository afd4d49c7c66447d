package dev.chasqui.bootstrap.pool;

import dev.chasqui.adapters.hub.Hub;
import dev.chasqui.adapters.hub.HubException;
import dev.chasqui.adapters.llamacpp.ModelFile;
import dev.chasqui.adapters.processes.RecipeException;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.model.HubModel;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A model's file on the hub, which is downloaded unless it is in the cache. */
record HubFile(Hub hub, HubModel model) implements ModelFile {
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
