package dev.chasqui.adapters.gguf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Tiny models that llama.cpp can load. */
final class RealFiles {
    private RealFiles() {}

    static Path copy(String name, Path folder) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in =
                Objects.requireNonNull(RealFiles.class.getResourceAsStream(name), name)) {
            Files.copy(in, file);
        }
        return file;
    }
}
