package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A reader that cuts a stream of bytes into server-sent events, however the bytes arrive.
 *
 * <p>Lines end with LF, CR or CRLF. The structure of a stream is ASCII, so the reader works on
 * bytes, and a character may arrive in two halves. Blocks without data (comments) are skipped.
 *
 * <p>The buffer holds the present block and the bytes after it. Each line end is looked at once; a
 * blank line ends the block. A frame of one data line is the block's own bytes; with several data
 * lines, or with lines that are not passed on, the data is copied out. Used by one thread at a
 * time.
 */
public final class SseReader {
    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
    private static final byte[] ERROR = {'e', 'r', 'r', 'o', 'r'};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final byte[] LINE_FEED = {'\n'};
    private static final byte[] RETURN = {'\r'};
    private static final byte[] BOTH = {'\r', '\n'};
    private static final byte[] TWO_LINE_FEEDS = {'\n', '\n'};

    private final String backend;
    private final int longest;

    /**
     * The bytes of the present block and those after it. It grows; at first it holds a usual event,
     * since many streams may run at once.
     */
    private byte[] buffer = new byte[1024];

    private int end;
    private int scanned;
    private int blockStart;
    private int lineStart;
    private boolean afterReturn;
    private boolean over;

    /** True after the first line, in front of which there may be a byte order mark. */
    private boolean begun;

    /**
     * The number of the block's data lines; the value of the last one stands from {@link #dataFrom}
     * to {@link #dataTo}.
     */
    private int dataLines;

    private int dataFrom;
    private int dataTo;

    /** True if the block's event has the name {@code error}. */
    private boolean error;

    /** True if the block has lines that are not passed on. */
    private boolean rest;

    /**
     * One event.
     *
     * @param frame its bytes with a blank line at the end, without comments, id and retry
     * @param text the array that holds its data: the frame itself, or its data lines joined by line
     *     feeds
     * @param from the position of the data's first byte
     * @param to the position after the data's last byte
     * @param complete false if the stream ended before the blank line
     * @param error true if its name is {@code error}
     */
    public record Event(
            byte[] frame, byte[] text, int from, int to, boolean complete, boolean error) {

        /** Returns the number of bytes of data. */
        public int length() {
            return to - from;
        }

        /** Returns a copy of the data. */
        public byte[] data() {
            return Arrays.copyOfRange(text, from, to);
        }
    }

    /**
     * @param backend the name of the sender, for messages
     * @param longest the largest length of an event in bytes
     */
    public SseReader(String backend, int longest) {
        this.backend = backend;
        this.longest = longest;
    }

    /** Appends a copy of the next bytes. */
    public void feed(byte[] bytes, int from, int to) {
        makeRoom(to - from);
        System.arraycopy(bytes, from, buffer, end, to - from);
        end += to - from;
    }

    /** Ends the stream; no more bytes will come. */
    public void finish() {
        over = true;
    }

    /**
     * Returns the next event; null if more bytes are needed.
     *
     * @throws FailureException with {@code BackendFailed} if an event is longer than allowed
     */
    public @Nullable Event next() {
        scanned = LineBreaks.next(buffer, scanned, end);
        while (scanned < end) {
            int lineBreak = scanned++;
            boolean second = afterReturn && lineBreak == lineStart && buffer[lineBreak] == '\n';
            afterReturn = buffer[lineBreak] == '\r';
            Event event = second ? null : lineEnded(lineBreak);
            if (second) {
                passLineFeed();
            } else if (event != null) {
                return event;
            }
            scanned = LineBreaks.next(buffer, scanned, end);
        }
        if (end - blockStart > longest) {
            throw new FailureException(
                    new Failure.BackendFailed(
                            backend,
                            "an event of its stream is longer than " + longest + " bytes"));
        }
        return over ? unended() : null;
    }

    /** Skips the second half of a CRLF, which belongs to the line before it. */
    private void passLineFeed() {
        if (lineStart == blockStart) {
            blockStart = scanned;
        }
        lineStart = scanned;
    }

    private @Nullable Event lineEnded(int lineBreak) {
        begin(lineBreak);
        boolean blank = lineStart == lineBreak;
        if (!blank) {
            readLine(lineBreak);
        }
        lineStart = scanned;
        return blank ? event(lineBreak, true) : null;
    }

    private @Nullable Event unended() {
        begin(end);
        if (lineStart < end) {
            readLine(end);
        }
        lineStart = end;
        return event(end, false);
    }

    private void begin(int lineEnd) {
        int afterMark = lineStart + BYTE_ORDER_MARK.length;
        if (!begun
                && afterMark <= lineEnd
                && Arrays.equals(
                        buffer, lineStart, afterMark, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length)) {
            lineStart = afterMark;
            blockStart = afterMark;
        }
        begun = true;
    }

    private void readLine(int lineEnd) {
        if (isField(DATA, lineStart, lineEnd)) {
            dataLines++;
            dataFrom = valueStart(lineStart + DATA.length, lineEnd);
            dataTo = lineEnd;
        } else if (isField(EVENT, lineStart, lineEnd)) {
            int name = valueStart(lineStart + EVENT.length, lineEnd);
            error = Arrays.equals(buffer, name, lineEnd, ERROR, 0, ERROR.length);
        } else {
            rest = true;
        }
    }

    /**
     * Returns the event of the block that ends here, and begins a new block; null if it holds no
     * data.
     */
    private @Nullable Event event(int to, boolean complete) {
        Event event = dataLines == 0 ? null : read(blockStart, to, complete);
        blockStart = lineStart;
        dataLines = 0;
        error = false;
        rest = false;
        return event;
    }

    private Event read(int from, int to, boolean complete) {
        if (dataLines == 1 && !rest) {
            byte[] frame = asItCame(from, to);
            return new Event(frame, frame, dataFrom - from, dataTo - from, complete, error);
        }
        byte[] data = joined(from, to);
        byte[] frame = rest ? rebuilt(data) : asItCame(from, to);
        return new Event(frame, data, 0, data.length, complete, error);
    }

    private byte[] joined(int from, int to) {
        ByteArrayOutputStream data = new ByteArrayOutputStream(to - from);
        boolean first = true;
        int i = from;
        while (i < to) {
            int lineEnd = LineBreaks.next(buffer, i, to);
            if (isField(DATA, i, lineEnd)) {
                if (!first) {
                    data.write('\n');
                }
                first = false;
                int value = valueStart(i + DATA.length, lineEnd);
                data.write(buffer, value, lineEnd - value);
            }
            i = nextLine(lineEnd, to);
        }
        return data.toByteArray();
    }

    private boolean isField(byte[] name, int from, int lineEnd) {
        int to = from + name.length;
        return to <= lineEnd
                && Arrays.equals(buffer, from, to, name, 0, name.length)
                && (to == lineEnd || buffer[to] == ':');
    }

    /** Returns the position after the colon and one space. */
    private int valueStart(int afterName, int lineEnd) {
        int value = Math.min(afterName + 1, lineEnd);
        return value < lineEnd && buffer[value] == ' ' ? value + 1 : value;
    }

    private int nextLine(int lineEnd, int to) {
        int i = lineEnd;
        if (i < to && buffer[i] == '\r') {
            i++;
        }
        if (i < to && buffer[i] == '\n') {
            i++;
        }
        return i;
    }

    /**
     * Returns the lines with a blank line of the same kind, whose own bytes may not have arrived
     * completely.
     */
    private byte[] asItCame(int from, int to) {
        boolean feed = buffer[to - 1] == '\n';
        boolean crLf = feed && to - from > 1 && buffer[to - 2] == '\r';
        byte[] blank =
                crLf ? BOTH : feed ? LINE_FEED : buffer[to - 1] == '\r' ? RETURN : TWO_LINE_FEEDS;
        byte[] frame = Arrays.copyOfRange(buffer, from, to + blank.length);
        System.arraycopy(blank, 0, frame, to - from, blank.length);
        return frame;
    }

    private static byte[] rebuilt(byte[] data) {
        return Sse.event(new String(data, StandardCharsets.UTF_8));
    }

    private void makeRoom(int more) {
        if (end + more <= buffer.length) {
            return;
        }
        int kept = end - blockStart;
        byte[] roomy =
                kept + more <= buffer.length
                        ? buffer
                        : new byte[Math.max(2 * buffer.length, kept + more)];
        System.arraycopy(buffer, blockStart, roomy, 0, kept);
        buffer = roomy;
        scanned -= blockStart;
        lineStart -= blockStart;
        dataFrom -= blockStart;
        dataTo -= blockStart;
        end = kept;
        blockStart = 0;
    }
}
