package dev.chasqui.adapters.llamacpp;

import dev.chasqui.adapters.processes.RecipeException;

import java.nio.file.Path;

/** The reader of models' files: the header alone, never the weights. */
@FunctionalInterface
public interface ModelHeaders {

    /**
     * Reads what a model says of itself.
     *
     * @param file the model, or the first of its files
     * @throws RecipeException if it is missing, damaged, or nothing that is known
     */
    ModelHeader read(Path file) throws RecipeException;
}
