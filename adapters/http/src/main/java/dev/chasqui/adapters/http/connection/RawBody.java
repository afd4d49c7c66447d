package dev.chasqui.adapters.http.connection;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The body of a request as it comes, packed or not, up to a limit.
 *
 * <p>A read throws {@link FailureException} with {@code TooLarge} above the limit, with {@code
 * Invalid} if the chunks are malformed, and with {@code Cancelled} if the client leaves before the
 * end. Read by one thread at a time; any thread may call {@link #isComplete}.
 */
public final class RawBody extends InputStream {
    private static final long UNKNOWN = -1;

    private final InputStream stream;
    private final ConnectionWatch watch;
    private final long most;
    private final long length;
    private long count;
    private volatile boolean complete;

    /**
     * Opens the body of a request.
     *
     * @param most the most bytes that it may have
     */
    RawBody(ServerRequest request, ConnectionWatch watch, long most) {
        this.watch = watch;
        this.most = most;
        this.length = request.headers().contentLength().orElse(UNKNOWN);
        this.complete = !request.content().hasEntity();
        this.stream = complete ? InputStream.nullInputStream() : request.content().inputStream();
    }

    /** Returns true if the body has been read to its end. */
    boolean isComplete() {
        return complete;
    }

    /** Returns the declared length in bytes; empty if the body is in chunks. */
    OptionalLong length() {
        return length == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(length);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int wanted) {
        Objects.checkFromIndexSize(offset, wanted, into.length);
        if (complete) {
            return -1;
        }
        if (wanted == 0) {
            return 0;
        }
        int got = readSome(into, offset, wanted);
        if (got > 0) {
            count += got;
            if (count > most) {
                throw new FailureException(tooLarge(most));
            }
        }
        // The declared length has been read; probe for the end of the stream.
        if (got < 0 || (count == length && readSome(new byte[1], 0, 1) < 0)) {
            // This comes before the flag is visible: from then on the next request may be read.
            watch.requestComplete();
            complete = true;
        }
        return got;
    }

    private int readSome(byte[] into, int offset, int wanted) {
        try {
            if (length != UNKNOWN) {
                watch.expectBodyBytes(length - count);
            }
            return stream.read(into, offset, wanted);
        } catch (FailureException e) {
            throw e;
        } catch (DataReader.InsufficientDataAvailableException
                | ServerConnectionException
                | IOException e) {
            throw disconnected(watch, e);
        } catch (RuntimeException e) {
            // Helidon's parser lets all kinds of exceptions through, such as a
            // NumberFormatException.
            throw malformed(e);
        }
    }

    /** Returns the failure of a body above a limit in bytes. */
    public static Failure tooLarge(long most) {
        return new Failure.TooLarge(
                "the body is larger than " + most + " bytes, which is the limit here");
    }

    private static FailureException malformed(Exception cause) {
        return new FailureException(
                new Failure.Invalid(Optional.empty(), "the chunks of the body are malformed"),
                cause);
    }

    private static FailureException disconnected(ConnectionWatch watch, Exception cause) {
        if (!watch.expired()) {
            watch.cut();
        }
        return new FailureException(new Failure.Cancelled(), cause);
    }
}
