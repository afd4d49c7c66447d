package dev.chasqui.adapters.gguf;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A model of a folder; its header has not been read yet.
 *
 * @param name the file's name without {@code .gguf} and the number of a shard
 * @param file the model, or its first shard
 * @param projector what lets it see images, if there is one beside it
 */
public record FolderModel(String name, Path file, Optional<Path> projector) {}
