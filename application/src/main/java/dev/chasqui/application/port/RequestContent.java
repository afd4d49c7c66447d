package dev.chasqui.application.port;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * The body of a request on its way to a backend: bytes in memory, or what passes from the client's
 * socket to the backend's and is held nowhere.
 */
public sealed interface RequestContent {
    /** A body that is not there. */
    static RequestContent none() {
        return of(new byte[0]);
    }

    /** A body that is in memory. */
    static RequestContent of(byte[] bytes) {
        return new Bytes(bytes);
    }

    /** Its length in bytes; empty where that is known at its end alone. */
    OptionalLong length();

    /**
     * The body from its first byte.
     *
     * @throws IllegalStateException unless it {@link #isWhole}
     */
    InputStream open();

    /**
     * Whether {@link #open} still gives the whole body: bytes do so always, what flows does until
     * it is opened. Without that a request cannot be sent once more.
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
     * A body that is read once, as it comes.
     *
     * <p>Its stream is read by another thread than the one that waits for the answer. Reading
     * throws {@link dev.chasqui.domain.failure.FailureException} where the body is malformed, or
     * its sender has left or is silent for too long.
     */
    non-sealed interface Flowing extends RequestContent {}
}
