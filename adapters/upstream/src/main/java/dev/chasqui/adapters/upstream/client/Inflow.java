package dev.chasqui.adapters.upstream.client;

import dev.chasqui.adapters.upstream.client.ReadLimit.TooSlowException;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/**
 * The receiving side of a connection: a buffer in front of the socket, whose reads keep to a limit
 * of time. Used by one thread at a time.
 */
final class Inflow {
    /**
     * The initial size of the buffer in bytes. It holds a short answer, or any event of a usual
     * stream, and is small since many streams may run at once.
     */
    private static final int SMALL = 2_048;

    /** The size of the buffer, in bytes, of a connection that has filled the initial one. */
    private static final int LARGE = 8_192;

    private final ByteSource source;
    private final Deadlines.Wait wait;
    private byte[] buffer = new byte[SMALL];
    private int from;
    private int to;
    private boolean receivedNothing = true;
    private ReadLimit limit;
    private @Nullable ReadLimit limitAfterNext;

    /**
     * @param wait the timer that ends a read that takes too long
     */
    Inflow(ByteSource source, Deadlines.Wait wait, ReadLimit limit) {
        this.source = source;
        this.wait = wait;
        this.limit = limit;
    }

    /** Begins an answer, of which no byte has come. */
    void beginAnswer(ReadLimit limit) {
        receivedNothing = true;
        limitReads(limit);
    }

    /** Sets the limit of all reads from now on. */
    void limitReads(ReadLimit limit) {
        this.limit = limit;
        limitAfterNext = null;
    }

    /** Sets the limit of all reads after the next bytes have come. */
    void limitReadsAfterNext(ReadLimit limit) {
        limitAfterNext = limit;
    }

    /** Returns true if no byte has come since {@link #beginAnswer}. */
    boolean hasReceivedNothing() {
        return receivedNothing;
    }

    /** Returns true if the buffer holds bytes. */
    boolean hasBytes() {
        return from < to;
    }

    /** Returns true if the buffer holds at least so many complete lines. */
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
     * Passes on the bytes in the buffer, at most {@code max}; waits if it is empty.
     *
     * @return the number of bytes; -1 at the end
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
     * Reads a line and returns it without its end, CRLF or LF.
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

    /** Reads a line that is not complete in the buffer, or is too long. */
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

    /**
     * Returns the position of the next line feed; the end of the buffered bytes if there is none.
     */
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
            throw wait.expired() ? new TooSlowException(limit) : e;
        } finally {
            wait.end();
        }
        if (count < 0) {
            return false;
        }
        from = 0;
        to = count;
        receivedNothing = false;
        if (limitAfterNext != null) {
            limitReads(limitAfterNext);
        }
        return true;
    }
}
