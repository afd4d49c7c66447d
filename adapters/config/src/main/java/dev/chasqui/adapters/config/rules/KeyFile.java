package dev.chasqui.adapters.config.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The reading of a file whose first line is a key or another secret. */
public final class KeyFile {
    /** The number of bytes that are read of a key's file at most. */
    private static final int LONGEST_KEY = 64 << 10;

    private KeyFile() {}

    /** Returns the first line; empty if it cannot be read or is empty. */
    public static Optional<String> readable(Path file) {
        try {
            return Optional.of(firstLine(file)).filter(line -> !line.isEmpty());
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the first line without the byte order mark that some editors write in front of it.
     * Bytes that are not UTF-8 become characters that no key may hold.
     *
     * @throws UncheckedIOException if the file is no regular file or cannot be read
     */
    public static String firstLine(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UncheckedIOException(new NoSuchFileException(file.toString()));
        }
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(LONGEST_KEY), StandardCharsets.UTF_8);
            String line = text.lines().findFirst().orElse("");
            return (line.startsWith("\uFEFF") ? line.substring(1) : line).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
