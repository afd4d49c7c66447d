package dev.chasqui.adapters.http.connection;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.webserver.http.ServerRequest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The body of a request, unpacked, up to a limit. It is read as a stream, or whole into memory that
 * is reserved for it.
 *
 * <p>A read throws {@link FailureException} as {@link RawBody} does, and with {@code Invalid} if
 * the packed bytes are malformed. Used by one thread; the caller closes it when the exchange is
 * over.
 */
public final class RequestBody extends InputStream {
    /** The length of the JVM's longest array. */
    private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final RawBody raw;
    private final ContentCoding coding;
    private final BodyMemory memory;
    private long most;
    private Failure tooLarge;
    private @Nullable InputStream unpacked;
    private BodyMemory.@Nullable Reservation reservation;
    private long count;

    /**
     * Opens the body of a request.
     *
     * @param most the most bytes that it may have, packed and unpacked
     * @param memory the memory in which room is reserved for it
     * @throws FailureException with {@code UnknownCoding} if it is packed in an unknown way
     */
    public RequestBody(ServerRequest request, ConnectionWatch watch, long most, BodyMemory memory) {
        this.raw = new RawBody(request, watch, most);
        this.coding = raw.isComplete() ? ContentCoding.NONE : ContentCoding.of(request.headers());
        this.memory = memory;
        this.most = most;
        this.tooLarge = RawBody.tooLarge(most);
    }

    /** Returns true if the body has been read to its end. */
    public boolean isComplete() {
        return raw.isComplete();
    }

    /** Returns the number of bytes that have been read, unpacked. */
    public long bytesRead() {
        return count;
    }

    /** Returns the declared length in bytes of an unpacked body; empty otherwise. */
    public OptionalLong length() {
        return coding == ContentCoding.NONE ? raw.length() : OptionalLong.empty();
    }

    /**
     * Returns the rest of the body. Its memory is reserved until this is closed.
     *
     * @throws FailureException as a read does, and as {@link BodyMemory#reserve} does
     */
    public byte[] readWhole() {
        return readWhole(memory);
    }

    /**
     * Returns the rest of the body without a reservation, for a caller that bounds the memory
     * itself.
     */
    public byte[] readUncounted() {
        return readWhole(BodyMemory.UNLIMITED);
    }

    private byte[] readWhole(BodyMemory room) {
        if (isComplete()) {
            return new byte[0];
        }
        if (room.largestBody() < most) {
            most = room.largestBody();
            tooLarge = room.tooLarge();
        }
        most = Math.min(most, LARGEST_ARRAY);
        try {
            OptionalLong length = length();
            return length.isPresent()
                    ? readKnown(room, length.getAsLong() - count)
                    : readUnknown(room);
        } catch (IOException e) {
            throw new AssertionError("reading says what failed by another exception", e);
        } finally {
            closeUnpacking();
        }
    }

    /** Reads a body of known length into one array, which never has to grow. */
    private byte[] readKnown(BodyMemory room, long wanted) throws IOException {
        if (wanted > most) {
            throw new FailureException(tooLarge);
        }
        reservation = room.reserve(wanted);
        byte[] body = new byte[(int) wanted];
        int got = readNBytes(body, 0, body.length);
        return got == body.length ? body : Arrays.copyOf(body, got);
    }

    /**
     * Reads a body of unknown length. It gets the room of a small body, and the room of the largest
     * one if it turns out to be larger. A reservation that grew step by step would wait for others
     * that do the same.
     */
    private byte[] readUnknown(BodyMemory room) throws IOException {
        boolean asSmall = coding != ContentCoding.ZSTD;
        BodyMemory.Reservation first =
                asSmall ? room.reserve(BodyMemory.SMALL) : reserveWithWindow(room, most);
        reservation = first;
        byte[] begin = readNBytes(BodyMemory.SMALL + 1);
        if (begin.length <= BodyMemory.SMALL) {
            first.shrinkTo(begin.length);
            return begin;
        }
        if (asSmall) {
            reservation = room.reserve(most);
            first.close();
        }
        byte[] rest = readAllBytes();
        byte[] body = Arrays.copyOf(begin, begin.length + rest.length);
        System.arraycopy(rest, 0, body, begin.length, rest.length);
        Objects.requireNonNull(reservation).shrinkTo(body.length);
        return body;
    }

    /**
     * Reserves memory that includes the window of zstd, which may be larger than the unpacked
     * bytes.
     */
    private static BodyMemory.Reservation reserveWithWindow(BodyMemory room, long length) {
        return room.reserve(Math.min(room.largestBody(), Math.max(length, ContentCoding.WINDOW)));
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int wanted) {
        int got =
                coding == ContentCoding.NONE
                        ? raw.read(into, offset, wanted)
                        : unpack(into, offset, wanted);
        if (got > 0) {
            count += got;
            if (count > most) {
                throw new FailureException(tooLarge);
            }
        }
        return got;
    }

    private int unpack(byte[] into, int offset, int wanted) {
        try {
            InputStream stream = unpacked;
            if (stream == null) {
                if (coding == ContentCoding.ZSTD && reservation == null) {
                    reservation = reserveWithWindow(memory, 0);
                }
                stream = coding.unpack(raw);
                unpacked = stream;
            }
            return stream.read(into, offset, wanted);
        } catch (IOException e) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.empty(),
                            "the body is no whole and well-formed "
                                    + coding.label()
                                    + ", as its Content-Encoding says"),
                    e);
        }
    }

    /**
     * Gives back the memory and the decoder; the bytes that were read must not be used any more.
     */
    @Override
    public void close() {
        BodyMemory.Reservation held = reservation;
        reservation = null;
        if (held != null) {
            held.close();
        }
        closeUnpacking();
    }

    private void closeUnpacking() {
        InputStream open = unpacked;
        unpacked = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // The stream is not needed any more; its error has no effect.
            }
        }
    }
}
