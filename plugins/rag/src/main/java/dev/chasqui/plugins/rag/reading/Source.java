package dev.chasqui.plugins.rag.reading;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the bytes of a file are; they can be read more than once, by many threads. */
public sealed interface Source {

    /** How many bytes there are. */
    long length();

    /**
     * The bytes from the beginning.
     *
     * @throws IOException if they cannot be read
     */
    InputStream open() throws IOException;

    /** The first bytes, as many as asked for if there are so many. */
    default byte[] head(int most) throws IOException {
        try (InputStream in = open()) {
            return in.readNBytes(most);
        }
    }

    /** Bytes of a small file. */
    record InMemory(byte[] bytes) implements Source {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }

    /** Bytes of a large file, which lie in a file of ours meanwhile. */
    record OnDisk(Path file, long length) implements Source {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }
    }
}
