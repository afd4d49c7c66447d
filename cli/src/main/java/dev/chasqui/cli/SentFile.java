package dev.chasqui.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that is read while it is sent. It knows whether reading failed: the client that sends it
 * tells that like a server that went away.
 *
 * <p>Read by one thread at a time.
 */
final class SentFile extends InputStream {
    private final InputStream in;
    private final long length;
    private long left;
    private volatile @Nullable IOException failure;

    /**
     * @param length how much of it is sent; what is added later is not
     */
    SentFile(InputStream in, long length) {
        this.in = in;
        this.length = length;
        this.left = length;
    }

    /**
     * Opens a file.
     *
     * @throws IOException if it is not there or may not be read
     */
    static SentFile open(Path path) throws IOException {
        long length = Files.size(path);
        return new SentFile(Files.newInputStream(path), length);
    }

    /** Its bytes; to be sent once. */
    BodyPublisher body() {
        return length == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> this), length);
    }

    /** Why it could not be read to its end; empty if nothing went wrong so far. */
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
