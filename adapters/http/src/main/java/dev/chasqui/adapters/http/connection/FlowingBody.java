package dev.chasqui.adapters.http.connection;

import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The body of a request that goes on to a backend as it comes from the client, unpacked. No more of
 * it is in memory than its first bytes, which come before the backend is asked: a client that sends
 * none costs no backend anything.
 *
 * <p>Opened once; read by one thread, which may be another than the one that answers the client.
 * Closing does not wait for a read that goes on: what it uses is given back when the read ends.
 */
public final class FlowingBody implements RequestContent.Flowing, AutoCloseable {
    /**
     * Bytes up to which a body that says its length is read whole, so that it can be sent twice.
     */
    private static final long SMALL = 64 * 1024;

    /** Most bytes that are read before the backend is asked. */
    private static final int FIRST = 8 * 1024;

    private final RequestBody body;
    private final byte[] first;
    private boolean opened;
    private boolean reading;
    private boolean over;

    private FlowingBody(RequestBody body, byte[] first) {
        this.body = body;
        this.first = first;
    }

    /**
     * A body in memory where it says that it is small, else one that flows; waits for its first
     * bytes. No memory is reserved for either.
     *
     * @throws FailureException as reading the body does
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
        return new Pieces();
    }

    private synchronized void beginReading() {
        if (over) {
            throw new FailureException(new Failure.Cancelled());
        }
        reading = true;
    }

    private synchronized void endReading() {
        reading = false;
        if (over) {
            body.close();
        }
    }

    /** Nobody wants more of it. Idempotent. */
    @Override
    public synchronized void close() {
        over = true;
        if (!reading) {
            body.close();
        }
    }

    /** First what was read before, then what comes. */
    private final class Pieces extends InputStream {
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
