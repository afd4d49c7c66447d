package dev.chasqui.cli.rag;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that is read while it is sent. It keeps the failure of a read, since the HTTP client
 * reports that like a lost connection.
 *
 * <p>Read by one thread at a time; {@link #failure} may be called by another.
 */
final class SentFile extends InputStream {
    private final InputStream in;
    private final long length;
    private long left;
    private volatile @Nullable IOException failure;

    /**
     * @param length the number of bytes to send; bytes that are appended later are not sent
     */
    SentFile(InputStream in, long length) {
        this.in = in;
        this.length = length;
        this.left = length;
    }

    /**
     * Opens a file.
     *
     * @throws IOException if it does not exist or may not be read
     */
    static SentFile open(Path path) throws IOException {
        long length = Files.size(path);
        return new SentFile(Files.newInputStream(path), length);
    }

    /** Returns the content as a request body, which can be sent once. */
    BodyPublisher body() {
        return length == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> this), length);
    }

    /** Returns the failure of a read; empty if there was none so far. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        if (left == 0) {
            return -1;
        }
        try {
            int got = in.read(bytes, from, (int) Math.min(count, left));
            if (got < 0) {
                throw new IOException("it has become shorter");
            }
            left -= got;
            return got;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
