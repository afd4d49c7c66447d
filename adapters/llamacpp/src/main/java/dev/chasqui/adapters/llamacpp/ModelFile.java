package dev.chasqui.adapters.llamacpp;

import dev.chasqui.adapters.processes.RecipeException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** The file of a model, on this machine or to be downloaded. */
public interface ModelFile {

    /**
     * Returns the file, or the first of several; may take as long as a download does.
     *
     * @param progress takes the progress as text
     * @throws RecipeException if the file cannot be provided
     * @throws InterruptedException if the thread was interrupted
     */
    Path get(Consumer<String> progress) throws RecipeException, InterruptedException;

    /** Returns the file if it need not be downloaded. */
    Optional<Path> here();

    /** Returns the title under which the model is published. */
    String title();

    /** A file on this machine. */
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
}
