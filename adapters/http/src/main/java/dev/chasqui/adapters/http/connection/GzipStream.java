package dev.chasqui.adapters.http.connection;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * A stream that unpacks gzip: one member after another (RFC 1952), and nothing else.
 *
 * <p>The JDK's own stream takes any bytes behind a member for the end, so that a body with other
 * bytes behind it would pass. Used by one thread.
 */
final class GzipStream extends InputStream {
    private static final int DEFLATED = 8;
    private static final int HAS_CHECK = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final InputStream packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[8 * 1024];
    private int from;
    private int to;
    private boolean begun;
    private boolean inMember;
    private boolean ended;

    GzipStream(InputStream packed) {
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int wanted) throws IOException {
        Objects.checkFromIndexSize(offset, wanted, into.length);
        if (wanted == 0) {
            return 0;
        }
        while (inMember || beginMember()) {
            int got = inflate(into, offset, wanted);
            if (got > 0) {
                crc.update(into, offset, got);
                return got;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsInput()) {
                require(fill());
                inflater.setInput(buffer, from, to - from);
                from = to;
            } else {
                throw new ZipException("a dictionary is wanted");
            }
        }
        return -1;
    }

    private int inflate(byte[] into, int offset, int wanted) throws IOException {
        try {
            return inflater.inflate(into, offset, wanted);
        } catch (DataFormatException e) {
            throw new ZipException(e.getMessage());
        }
    }

    /** Begins the next member, and returns false if there is none. There must be a first one. */
    private boolean beginMember() throws IOException {
        if (ended || !fill()) {
            ended = true;
            require(begun);
            return false;
        }
        begun = true;
        check(next() == 0x1F && next() == 0x8B && next() == DEFLATED);
        int flags = next();
        check(flags < 2 * HAS_COMMENT);
        skip(6);
        if ((flags & HAS_EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_CHECK) != 0) {
            skip(2);
        }
        inMember = true;
        return true;
    }

    private void endMember() throws IOException {
        from = to - inflater.getRemaining();
        check(number() == crc.getValue());
        check(number() == (inflater.getBytesWritten() & 0xFFFFFFFFL));
        inflater.reset();
        crc.reset();
        inMember = false;
    }

    private long number() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private void skipText() throws IOException {
        while (next() != 0) {
            // The text is skipped.
        }
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            next();
        }
    }

    private int next() throws IOException {
        require(fill());
        return buffer[from++] & 0xFF;
    }

    /** Fills the buffer if it is empty, and returns true if there are packed bytes. */
    private boolean fill() throws IOException {
        if (from == to) {
            from = 0;
            to = Math.max(0, packed.read(buffer));
        }
        return from < to;
    }

    private static void require(boolean more) throws EOFException {
        if (!more) {
            throw new EOFException();
        }
    }

    private static void check(boolean fits) throws ZipException {
        if (!fits) {
            throw new ZipException("this is no gzip");
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
