package dev.chasqui.adapters.http.connection;

import dev.chasqui.domain.failure.FailureException;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * A reader of requests that accepts exactly the requests of the standard (RFC 9112). Helidon's
 * parser reads from it; that parser cannot be replaced, and is lenient in cases in which two
 * servers must not disagree.
 *
 * <p>The reader knows by Helidon's calls which {@link Part} of a request comes next; {@code
 * HelidonsCallsTest} fails if those calls change (4.5.0). A request line is checked and passed on
 * as one of HTTP/1.1 with a path. The size of a chunk is checked, its extensions and the trailers
 * are left out, and a chunk is passed on in pieces as they come. A head that is too large is
 * answered with 431; a client that leaves within its head is no failure.
 *
 * <p>Used by one thread.
 */
final class StrictReader extends DataReader {
    private static final Status HEAD_TOO_LARGE =
            Status.create(431, "Request Header Fields Too Large");

    /** The most digits of a chunk's size; no body has a longer one. */
    private static final int MOST_DIGITS = 15;

    private enum Part {
        /** A request line, a body without chunks, or the size of a chunk. */
        OPEN,
        HEADERS,
        CHUNK,
        /** The bytes behind a chunk, or behind a piece of one. */
        CHUNK_END,
        TRAILERS
    }

    private final int mostHead;
    private Part part = Part.OPEN;
    private RequestLine requestLine = RequestLine.NONE;

    /** The bytes of the present chunk that were not passed on to Helidon yet. */
    private long chunkLeft;

    /**
     * Creates a reader before the first request.
     *
     * @param client returns the next bytes of the client; null at the end
     * @param mostHead the most bytes of a request's headers, of its trailers, and of the line of a
     *     chunk
     */
    @SuppressWarnings("removal")
    StrictReader(Supplier<byte @Nullable []> client, int mostHead) {
        super(client);
        this.mostHead = mostHead;
    }

    /** Returns the first line of the present request. */
    RequestLine requestLine() {
        return requestLine;
    }

    /**
     * {@inheritDoc} Helidon calls this for the request line, and among the headers for {@code
     * Connection}.
     */
    @Override
    public byte[] readBytes(int count) {
        byte[] bytes = super.readBytes(count);
        if (part == Part.HEADERS) {
            return bytes;
        }
        requestLine = RequestLine.parse(bytes);
        part = Part.HEADERS;
        return requestLine.plain();
    }

    /** {@inheritDoc} Helidon calls this before each header to find the end of the head. */
    @Override
    public boolean startsWithNewLine() {
        boolean over = super.startsWithNewLine();
        if (over) {
            part = Part.OPEN;
        }
        return over;
    }

    @Override
    public int findNewLine(int most) {
        return bounded(super.findNewLine(most), most);
    }

    @Override
    public int findOrNewLine(byte wanted, int most) {
        int found = bounded(super.findOrNewLine(wanted, most), most);
        if (part == Part.HEADERS && found == 0) {
            throw malformed("a header has no name");
        }
        return found;
    }

    private int bounded(int found, int most) {
        if (part == Part.HEADERS && found == most) {
            throw tooLargeHead();
        }
        return found;
    }

    private static RuntimeException tooLargeHead() {
        return RequestLine.refused(HEAD_TOO_LARGE, "the head is too large");
    }

    @Override
    public void pullData() {
        if (part == Part.HEADERS) {
            pullHead();
        } else {
            super.pullData();
        }
    }

    private void pullHead() {
        try {
            super.pullData();
        } catch (InsufficientDataAvailableException e) {
            throw new CloseConnectionException("the client left in the middle of a head", e);
        } catch (FailureException e) {
            throw tooLargeHead();
        }
    }

    /** {@inheritDoc} Helidon calls this for the size of a chunk, and for the end of the body. */
    @Override
    public String readLine() {
        if (part == Part.TRAILERS) {
            skipTrailers();
            part = Part.OPEN;
            return "";
        }
        if (chunkLeft == 0) {
            chunkLeft = sizeOfChunk(line(mostHead));
        }
        part = chunkLeft == 0 ? Part.TRAILERS : Part.CHUNK;
        return Integer.toHexString(nextPiece());
    }

    /**
     * Returns the size of the available part of a chunk; Helidon would hold a whole chunk in
     * memory.
     */
    private int nextPiece() {
        if (chunkLeft == 0) {
            return 0;
        }
        ensureAvailable();
        int piece = (int) Math.min(chunkLeft, available());
        chunkLeft -= piece;
        return piece;
    }

    @Override
    public BufferData readBuffer(int length) {
        BufferData data = super.readBuffer(length);
        if (part == Part.CHUNK) {
            part = Part.CHUNK_END;
        }
        return data;
    }

    /** {@inheritDoc} Helidon skips the end of a chunk by this method without checking it. */
    @Override
    public void skip(int count) {
        if (part != Part.CHUNK_END) {
            super.skip(count);
            return;
        }
        part = Part.OPEN;
        if (chunkLeft == 0 && (read() != '\r' || read() != '\n')) {
            throw malformed("a chunk does not end at its size");
        }
    }

    private void skipTrailers() {
        int left = mostHead;
        for (String line = line(left); !line.isEmpty(); line = line(left)) {
            int name = 0;
            while (name < line.length() && RequestLine.isTokenMark(line.charAt(name))) {
                name++;
            }
            if (name == 0 || name == line.length() || line.charAt(name) != ':') {
                throw malformed("a trailer has no name");
            }
            left -= line.length() + 2;
        }
    }

    /** Returns the next line without its line break; it holds visible characters only. */
    private String line(int most) {
        int end = most > 0 ? super.findNewLine(most) : most;
        if (end == most) {
            throw malformed("a line among the chunks is too long");
        }
        String line = readAsciiString(end);
        super.skip(2);
        if (!line.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f))) {
            throw malformed("a line among the chunks holds control characters");
        }
        return line;
    }

    private static long sizeOfChunk(String line) {
        int end = 0;
        while (end < line.length() && HexFormat.isHexDigit(line.charAt(end))) {
            end++;
        }
        int begin = 0;
        while (begin < end - 1 && line.charAt(begin) == '0') {
            begin++;
        }
        String rest = line.substring(end);
        if (end == 0
                || end - begin > MOST_DIGITS
                || !(rest.isEmpty() || rest.stripLeading().startsWith(";"))) {
            throw malformed("the size of a chunk is malformed");
        }
        return Long.parseLong(line.substring(begin, end), 16);
    }

    private static RuntimeException malformed(String why) {
        return RequestLine.refused(Status.BAD_REQUEST_400, why);
    }
}
