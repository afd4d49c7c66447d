package dev.chasqui.adapters.http.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ServerConnectionException;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * What comes from a client's socket, in small pieces, and in large ones as long as a large body
 * comes in such.
 *
 * <p>Read by one thread at a time; the rest may be called by another.
 */
final class SocketPieces {
    /** What is read at once by default. */
    private static final int PIECE = 8 * 1024;

    /** What is taken at once on the word of a client who has not sent it yet. */
    static final int LARGE_PIECE = 64 * 1024;

    /** Of a body from which less came than was hoped for: each read takes memory for that. */
    private static final long IN_SMALL_PIECES = -1;

    private final HelidonSocket socket;

    /** What is still to be read of a body, as far as that is known. */
    private volatile long coming;

    SocketPieces(HelidonSocket socket) {
        this.socket = socket;
    }

    /**
     * The next bytes; null at their end.
     *
     * @throws ServerConnectionException if the socket is closed or fails
     */
    byte @Nullable [] next() {
        try {
            int size = Math.clamp(coming, 0, LARGE_PIECE);
            return size <= PIECE ? socket.get() : next(size);
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("reading from the client failed", e);
        }
    }

    /**
     * As many bytes as there are, up to a size. Helidon's own way takes 8 KiB at a time and copies
     * them once more. It will remove this one some day, since it does not need it (4.5.0).
     */
    @SuppressWarnings("removal")
    private byte @Nullable [] next(int size) {
        byte[] piece = new byte[size];
        int got = socket.read(BufferData.create(piece).clear());
        if (got < 0) {
            return null;
        }
        if (got == size) {
            return piece;
        }
        coming = IN_SMALL_PIECES;
        return Arrays.copyOf(piece, got);
    }

    /** So much of a body is still to be read, says the client. */
    void coming(long bytes) {
        if (coming != IN_SMALL_PIECES) {
            coming = bytes;
        }
    }

    /** What comes next is another request. */
    void reset() {
        coming = 0;
    }
}
