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
 * The body of a request, unpacked, as far as it is not too large: as it comes, or as a whole in
 * memory that was reserved for it.
 *
 * <p>Reading throws {@link FailureException} as {@link RawBody} says; with {@code Invalid} if what
 * is packed is malformed. Used by one thread; to be closed when the exchange is over.
 */
public final class RequestBody extends InputStream {
    /** The JVM has no larger array. */
    private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final RawBody raw;
    private final ContentCoding coding;
    private final BodyMemory memory;
    private long most;
    private Failure tooLarge;
    private @Nullable InputStream unpacked;
    private BodyMemory.@Nullable Lease lease;
    private long count;

    /**
     * @param most the most bytes that it may have, packed and unpacked
     * @param memory where room is reserved for what is held of it
     * @throws FailureException with {@code UnknownCoding} if it is packed in another way than we
     *     know
     */
    public RequestBody(ServerRequest request, ConnectionWatch watch, long most, BodyMemory memory) {
        this.raw = new RawBody(request, watch, most);
        this.coding = raw.isComplete() ? ContentCoding.NONE : ContentCoding.of(request.headers());
        this.memory = memory;
        this.most = most;
        this.tooLarge = RawBody.tooLarge(most);
    }

    /** Whether nothing of it is still to be read. */
    public boolean isComplete() {
        return raw.isComplete();
    }

    /** How long it is, if it says so. */
    public OptionalLong length() {
        return coding == ContentCoding.NONE ? raw.length() : OptionalLong.empty();
    }

    /**
     * All that is still to be read; room for it is reserved until this is closed.
     *
     * @throws FailureException as reading does, and as {@link BodyMemory#reserve} does
     */
    public byte[] readWhole() {
        return readWhole(memory);
    }

    /** All that is still to be read, for one who sees himself to it that there is room. */
    public byte[] readUncounted() {
        return readWhole(BodyMemory.ENDLESS);
    }

    private byte[] readWhole(BodyMemory room) {
        if (isComplete()) {
            return new byte[0];
        }
        if (room.mostBody() < most) {
            most = room.mostBody();
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

    /** One array holds it from the beginning; nothing has to grow. */
    private byte[] readKnown(BodyMemory room, long wanted) throws IOException {
        if (wanted > most) {
            throw new FailureException(tooLarge);
        }
        lease = room.reserve(wanted);
        byte[] body = new byte[(int) wanted];
        int got = readNBytes(body, 0, body.length);
        return got == body.length ? body : Arrays.copyOf(body, got);
    }

    /**
     * It gets the room of a small one, and when it turns out to be larger that of the largest: what
     * grows bit by bit and holds what it has would wait for others that do the same.
     */
    private byte[] readUnknown(BodyMemory room) throws IOException {
        boolean asSmall = coding != ContentCoding.ZSTD;
        BodyMemory.Lease first =
                asSmall ? room.reserve(BodyMemory.SMALL) : reserveWithWindow(room, most);
        lease = first;
        byte[] begin = readNBytes(BodyMemory.SMALL + 1);
        if (begin.length <= BodyMemory.SMALL) {
            first.shrinkTo(begin.length);
            return begin;
        }
        if (asSmall) {
            lease = room.reserve(most);
            first.close();
        }
        byte[] rest = readAllBytes();
        byte[] body = Arrays.copyOf(begin, begin.length + rest.length);
        System.arraycopy(rest, 0, body, begin.length, rest.length);
        Objects.requireNonNull(lease).shrinkTo(body.length);
        return body;
    }

    /** What unpacking zstd holds besides may be more than what it unpacks. */
    private static BodyMemory.Lease reserveWithWindow(BodyMemory room, long length) {
        return room.reserve(Math.min(room.mostBody(), Math.max(length, ContentCoding.WINDOW)));
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
                if (coding == ContentCoding.ZSTD && lease == null) {
                    lease = reserveWithWindow(memory, 0);
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

    /** Gives back what it holds; what was read of it is of no use any more. */
    @Override
    public void close() {
        BodyMemory.Lease held = lease;
        lease = null;
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
                // It is of no use any more, whatever it says.
            }
        }
    }
}
