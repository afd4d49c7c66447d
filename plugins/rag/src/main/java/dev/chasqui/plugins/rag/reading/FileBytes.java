package dev.chasqui.plugins.rag.reading;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bytes of an uploaded file, in memory or on disk. They can be read more than once, by several
 * threads.
 */
public sealed interface FileBytes {

    /** Returns the number of bytes. */
    long length();

    /**
     * Opens a stream of all bytes from the beginning.
     *
     * @throws IOException if they cannot be read
     */
    InputStream open() throws IOException;

    /**
     * Returns the first bytes: {@code most}, or all if there are fewer.
     *
     * @throws IOException if they cannot be read
     */
    default byte[] head(int most) throws IOException {
        try (InputStream in = open()) {
            return in.readNBytes(most);
        }
    }

    /** The bytes of a small file. */
    record InMemory(byte[] bytes) implements FileBytes {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }

    /** The bytes of a large file, kept in a temporary file of the server. */
    record OnDisk(Path file, long length) implements FileBytes {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }
    }
}
