package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.upstream.Patience.TooSlowException;

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
    /** Holds any event of a usual stream; a larger one passes in several pieces. */
    private static final int BUFFER = 8_192;

    private final Source source;
    private final Deadlines.Wait wait;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private boolean silent = true;
    private Patience patience;
    private @Nullable Patience afterwards;

    /**
     * @param wait what makes a read end that takes too long
     */
    Inflow(Source source, Deadlines.Wait wait, Patience patience) {
        this.source = source;
        this.wait = wait;
        this.patience = patience;
    }

    /** An answer begins: no byte of it has come. */
    void begin(Patience patience) {
        silent = true;
        await(patience);
    }

    /** The patience of all reads from now on. */
    void await(Patience patience) {
        this.patience = patience;
        afterwards = null;
    }

    /** Once the next bytes have come, be as patient as this. */
    void awaitAfterwards(Patience patience) {
        afterwards = patience;
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
        String line = "";
        while (true) {
            if (!hasBytes() && !fill()) {
                throw new EOFException("the connection ended in a line");
            }
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            String more = new String(buffer, from, end - from, StandardCharsets.ISO_8859_1);
            line = line.isEmpty() ? more : line + more;
            boolean complete = end < to;
            from = complete ? end + 1 : end;
            if (line.length() > limit) {
                throw new ProtocolException("a line or its head is longer than allowed");
            }
            if (complete) {
                return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            }
        }
    }

    private boolean fill() throws IOException {
        wait.begin(patience.nanosLeft());
        int count;
        try {
            count = source.read(buffer, 0, buffer.length);
        } catch (IOException e) {
            throw wait.missed() ? new TooSlowException(patience) : e;
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
