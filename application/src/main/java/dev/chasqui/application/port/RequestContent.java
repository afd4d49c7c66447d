package dev.chasqui.application.port;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * The body of a request on its way to a backend: bytes in memory, or a stream from the client's
 * socket, or from a file, to the backend's socket.
 */
public sealed interface RequestContent {
    /** Returns an empty body. */
    static RequestContent none() {
        return of(new byte[0]);
    }

    /** Returns a body that is in memory. */
    static RequestContent of(byte[] bytes) {
        return new Bytes(bytes);
    }

    /** Returns the length in bytes; empty if it is known only at the end. */
    OptionalLong length();

    /**
     * Returns the body from its first byte.
     *
     * @throws IllegalStateException if it is not {@linkplain #isWhole whole}
     */
    InputStream open();

    /**
     * Returns true if {@link #open} still gives the whole body: always for bytes and for a file,
     * and until the first {@code open} for a stream from the client. Otherwise the request cannot
     * be sent once more.
     */
    boolean isWhole();

    /** A body in memory, which can be read any number of times. */
    record Bytes(byte[] bytes) implements RequestContent {
        @Override
        public OptionalLong length() {
            return OptionalLong.of(bytes.length);
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public boolean isWhole() {
            return true;
        }
    }

    /**
     * A body that is read as it comes, and is not in memory.
     *
     * <p>Another thread than the one that waits for the answer reads its stream. Reading throws
     * {@link dev.chasqui.domain.failure.FailureException} if the body is malformed, or if its
     * sender has left or is silent for too long.
     */
    non-sealed interface Flowing extends RequestContent {}
}
