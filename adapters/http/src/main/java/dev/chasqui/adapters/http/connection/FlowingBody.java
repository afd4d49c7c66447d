package dev.chasqui.adapters.http.connection;

import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The body of a request that passes to a backend as it comes from the client, unpacked. Only its
 * first bytes are in memory. They are read before the backend is called, so that a client that
 * sends no body costs no backend anything.
 *
 * <p>It is opened once and read by one thread, which may differ from the one that answers the
 * client. Closing does not wait for a read that is running; that read gives back the resources when
 * it ends.
 */
public final class FlowingBody implements RequestContent.Flowing, AutoCloseable {
    /**
     * The size in bytes up to which a body of known length is read whole, so that it can be sent
     * twice.
     */
    private static final long SMALL = 64 * 1024;

    /** The most bytes that are read before the backend is called. */
    private static final int FIRST = 8 * 1024;

    private final RequestBody body;
    private final byte[] first;
    private boolean opened;
    private boolean reading;
    private boolean closed;

    private FlowingBody(RequestBody body, byte[] first) {
        this.body = body;
        this.first = first;
    }

    /**
     * Returns the body in memory if its declared length is small, otherwise a flowing body. Waits
     * for the first bytes. No memory is reserved for either.
     *
     * @throws FailureException as a read of the body does
     */
    public static RequestContent of(RequestBody body) {
        OptionalLong length = body.length();
        if (body.isComplete() || (length.isPresent() && length.getAsLong() <= SMALL)) {
            return RequestContent.of(body.readUncounted());
        }
        byte[] first = new byte[FIRST];
        int got = body.read(first, 0, first.length);
        return got < 0
                ? RequestContent.none()
                : new FlowingBody(body, got == FIRST ? first : Arrays.copyOf(first, got));
    }

    /** Returns the rest of a body of which other code has read the beginning, as a flowing body. */
    public static FlowingBody restOf(RequestBody body) {
        return new FlowingBody(body, new byte[0]);
    }

    /** {@inheritDoc} It is that of the whole body, also for the rest of one. */
    @Override
    public OptionalLong length() {
        return body.length();
    }

    @Override
    public synchronized boolean isWhole() {
        return !opened;
    }

    @Override
    public synchronized InputStream open() {
        if (opened) {
            throw new IllegalStateException("the body was opened before");
        }
        opened = true;
        return new BodyStream();
    }

    private synchronized void beginReading() {
        if (closed) {
            throw new FailureException(new Failure.Cancelled());
        }
        reading = true;
    }

    private synchronized void endReading() {
        reading = false;
        if (closed) {
            body.close();
        }
    }

    /** Ends the use of the body. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        if (!reading) {
            body.close();
        }
    }

    /** A stream of the first bytes, then of those that follow. */
    private final class BodyStream extends InputStream {
        private int taken;

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int wanted) {
            Objects.checkFromIndexSize(offset, wanted, into.length);
            if (taken < first.length) {
                int count = Math.min(wanted, first.length - taken);
                System.arraycopy(first, taken, into, offset, count);
                taken += count;
                return count;
            }
            beginReading();
            try {
                return body.read(into, offset, wanted);
            } finally {
                endReading();
            }
        }
    }
}
