package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into server-sent events, however the bytes arrive.
 *
 * <p>Lines end with LF, CR or CRLF. Since all that structures a stream is ASCII, it works on bytes:
 * a character that arrives in two halves is never looked at. Blocks without data (comments) are
 * skipped. Used by one thread at a time.
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

    /** Grows; it begins with room for a usual event, since many streams may run at once. */
    private byte[] buffer = new byte[1024];

    private int end;
    private int scanned;
    private int blockStart;
    private int lineStart;
    private boolean afterReturn;
    private boolean over;

    /** Whether the first line has ended, before which there may be a mark of byte order. */
    private boolean begun;

    /** Of the block's data lines: how many there are, and where the last one's value stands. */
    private int dataLines;

    private int dataFrom;
    private int dataTo;

    /** Whether the block's event is called an error. */
    private boolean error;

    /** Whether the block has lines that do not go on. */
    private boolean rest;

    /**
     * One event.
     *
     * @param frame its bytes, with a blank line at the end; without comments, id and retry
     * @param text what its data stands in: the frame itself, or its data lines joined by line feeds
     * @param from where its data begins
     * @param to where its data ends
     * @param complete false if the stream ended before the blank line
     * @param error whether it is called {@code error}
     */
    public record Event(
            byte[] frame, byte[] text, int from, int to, boolean complete, boolean error) {

        /** Bytes of data. */
        public int length() {
            return to - from;
        }

        /** Its data alone, in a copy. */
        public byte[] data() {
            return Arrays.copyOfRange(text, from, to);
        }
    }

    /**
     * @param backend the name of the sender, for messages
     * @param longest bytes that one event may have
     */
    public SseReader(String backend, int longest) {
        this.backend = backend;
        this.longest = longest;
    }

    /** Copies the next bytes. */
    public void feed(byte[] bytes, int from, int to) {
        makeRoom(to - from);
        System.arraycopy(bytes, from, buffer, end, to - from);
        end += to - from;
    }

    /** Says that no more bytes will come. */
    public void finish() {
        over = true;
    }

    /**
     * The next event; null if that takes more bytes.
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

    /** The second half of CRLF belongs to the line before it. */
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

    /** The event of the block's lines, which end here; null if they hold no data. */
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

    /** After the colon and one space. */
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

    /** The lines with a blank line of their own kind, which may not have arrived in full. */
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
