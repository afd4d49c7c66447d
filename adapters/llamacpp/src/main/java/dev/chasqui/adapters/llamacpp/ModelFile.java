package dev.chasqui.adapters.llamacpp;

import dev.chasqui.adapters.processes.RecipeException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** The file of a model, wherever it comes from. */
public interface ModelFile {

    /**
     * The file, or the first of several; may take as long as a download does.
     *
     * @param progress is told how far it is, in words
     * @throws RecipeException if it cannot be had
     * @throws InterruptedException if the thread was interrupted
     */
    Path get(Consumer<String> progress) throws RecipeException, InterruptedException;

    /** The same, if it need not be fetched. */
    Optional<Path> here();

    /** The name by which people know it. */
    String title();

    /** A file of this machine. */
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
