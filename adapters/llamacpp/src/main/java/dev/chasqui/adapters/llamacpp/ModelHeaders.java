package dev.chasqui.adapters.llamacpp;

import dev.chasqui.adapters.processes.RecipeException;

import java.nio.file.Path;

/** The reader of the headers of models' files; it never reads the weights. Thread-safe. */
@FunctionalInterface
public interface ModelHeaders {

    /**
     * Reads the header of a model's file.
     *
     * @param file the model's file, or the first of its files
     * @throws RecipeException if the file is missing, damaged, or of an unknown format
     */
    ModelHeader read(Path file) throws RecipeException;
}
