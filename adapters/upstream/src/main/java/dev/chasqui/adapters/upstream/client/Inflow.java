package dev.chasqui.adapters.upstream.client;

import dev.chasqui.adapters.upstream.client.ReadLimit.TooSlowException;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/**
 * The receiving side of a connection: a buffer in front of the socket that never waits longer than
 * it was told. Used by one thread at a time.
 */
final class Inflow {
    /** Holds a short answer, or any event of a usual stream; many streams may run at once. */
    private static final int SMALL = 2_048;

    /** For a connection that has brought more than that at a time. */
    private static final int LARGE = 8_192;

    private final ByteSource source;
    private final Deadlines.Wait wait;
    private byte[] buffer = new byte[SMALL];
    private int from;
    private int to;
    private boolean silent = true;
    private ReadLimit limit;
    private @Nullable ReadLimit afterwards;

    /**
     * @param wait what makes a read end that takes too long
     */
    Inflow(ByteSource source, Deadlines.Wait wait, ReadLimit limit) {
        this.source = source;
        this.wait = wait;
        this.limit = limit;
    }

    /** An answer begins: no byte of it has come. */
    void begin(ReadLimit limit) {
        silent = true;
        await(limit);
    }

    /** Sets the limit of all reads from now on. */
    void await(ReadLimit limit) {
        this.limit = limit;
        afterwards = null;
    }

    /** Once the next bytes have come, this is the limit. */
    void awaitAfterwards(ReadLimit limit) {
        afterwards = limit;
    }

    /** Whether no byte has come since {@link #begin}. */
    boolean isSilent() {
        return silent;
    }

    /** Whether bytes have come that nobody took. */
    boolean hasBytes() {
        return from < to;
    }

    /** Whether so many lines have come, with their ends, that nobody took. */
    boolean hasLines(int count) {
        int missing = count;
        for (int i = from; i < to && missing > 0; i++) {
            if (buffer[i] == '\n') {
                missing--;
            }
        }
        return missing == 0;
    }

    /**
     * Hands on what is there, at most {@code max} bytes; waits if nothing is.
     *
     * @return how many; -1 at the end
     */
    int pass(long max, Sink sink) throws IOException {
        if (!hasBytes() && !fill()) {
            return -1;
        }
        int end = from + (int) Math.min(max, to - from);
        int count = end - from;
        sink.take(buffer, from, end);
        from = end;
        return count;
    }

    /**
     * A line without its end, CRLF or LF.
     *
     * @throws ProtocolException if it is longer than {@code limit} bytes
     * @throws EOFException if the connection ends before the line does
     */
    String line(int limit) throws IOException {
        requireBytes();
        int feed = lineFeed();
        if (feed == to || feed - from > limit) {
            return lineInPieces(limit);
        }
        String line = text(feed > from && buffer[feed - 1] == '\r' ? feed - 1 : feed);
        from = feed + 1;
        return line;
    }

    /** A line that has not come in full, or is too long. */
    private String lineInPieces(int limit) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            requireBytes();
            int feed = lineFeed();
            boolean complete = feed < to;
            line.append(text(feed));
            from = complete ? feed + 1 : feed;
            if (line.length() > limit) {
                throw new ProtocolException("a line or its head is longer than allowed");
            }
            if (complete) {
                int last = line.length() - 1;
                return last >= 0 && line.charAt(last) == '\r'
                        ? line.substring(0, last)
                        : line.toString();
            }
        }
    }

    private void requireBytes() throws IOException {
        if (!hasBytes() && !fill()) {
            throw new EOFException("the connection ended in a line");
        }
    }

    /** Where the next line feed is; the end of what is there if there is none. */
    private int lineFeed() {
        int i = from;
        while (i < to && buffer[i] != '\n') {
            i++;
        }
        return i;
    }

    private String text(int end) {
        return new String(buffer, from, end - from, StandardCharsets.ISO_8859_1);
    }

    private boolean fill() throws IOException {
        if (to == SMALL && buffer.length == SMALL) {
            buffer = new byte[LARGE];
        }
        wait.begin(limit);
        int count;
        try {
            count = source.read(buffer, 0, buffer.length);
        } catch (IOException e) {
            throw wait.missed() ? new TooSlowException(limit) : e;
        } finally {
            wait.end();
        }
        if (count < 0) {
            return false;
        }
        from = 0;
        to = count;
        silent = false;
        if (afterwards != null) {
            await(afterwards);
        }
        return true;
    }
}
