package dev.chasqui.adapters.http.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ServerConnectionException;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * A reader of a client's socket. It reads small pieces, and large ones while a large body comes in
 * large pieces.
 *
 * <p>Read by one thread at a time; any thread may call the other methods.
 */
final class SocketPieces {
    /** The default size of a read, in bytes. */
    private static final int PIECE = 8 * 1024;

    /**
     * The largest size of a read, in bytes. It is allocated on the client's own declaration, before
     * the bytes have come.
     */
    static final int LARGE_PIECE = 64 * 1024;

    /**
     * The value of {@link #expectedBytes} for a body that has come in small pieces: each large read
     * would allocate memory in vain.
     */
    private static final long IN_SMALL_PIECES = -1;

    private final HelidonSocket socket;

    /** The number of bytes that are left of a body, if it is known; otherwise 0. */
    private volatile long expectedBytes;

    SocketPieces(HelidonSocket socket) {
        this.socket = socket;
    }

    /**
     * Returns the next bytes; null at the end.
     *
     * @throws ServerConnectionException if the socket is closed or fails
     */
    byte @Nullable [] next() {
        try {
            int size = Math.clamp(expectedBytes, 0, LARGE_PIECE);
            return size <= PIECE ? socket.get() : next(size);
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("reading from the client failed", e);
        }
    }

    /**
     * Returns the bytes that are available, up to a size. Helidon's other method reads 8 KiB at a
     * time and copies them once more. Helidon has deprecated this one for removal, since it does
     * not use it (4.5.0).
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
        expectedBytes = IN_SMALL_PIECES;
        return Arrays.copyOf(piece, got);
    }

    /** Sets the number of body bytes that are left by the client's own declaration. */
    void expectBodyBytes(long bytes) {
        if (expectedBytes != IN_SMALL_PIECES) {
            expectedBytes = bytes;
        }
    }

    /** Begins another request. */
    void reset() {
        expectedBytes = 0;
    }
}
