package dev.chasqui.adapters.gguf;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A model in a folder, whose header has not been read yet.
 *
 * @param name the file's name without {@code .gguf} and without the number of a shard
 * @param file the model's file, or its first shard
 * @param projector the file that lets it see images, if there is one beside it
 */
public record FolderModel(String name, Path file, Optional<Path> projector) {}
