package dev.chasqui.adapters.dialects;

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
final class SseReader {
    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};

    private final String backend;
    private final int longest;
    private byte[] buffer = new byte[4096];
    private int end;
    private int scanned;
    private int blockStart;
    private int lineStart;
    private boolean afterReturn;
    private boolean over;

    /**
     * One event.
     *
     * @param frame its bytes, with a blank line at the end; without comments, id and retry
     * @param data its data lines, joined by line feeds
     * @param complete false if the stream ended before the blank line
     */
    record Event(byte[] frame, byte[] data, boolean complete) {}

    /**
     * @param backend who sends, for messages
     * @param longest bytes that one event may have
     */
    SseReader(String backend, int longest) {
        this.backend = backend;
        this.longest = longest;
    }

    /** Copies the next bytes. */
    void feed(byte[] bytes, int from, int to) {
        makeRoom(to - from);
        System.arraycopy(bytes, from, buffer, end, to - from);
        end += to - from;
    }

    /** Says that no more bytes will come. */
    void finish() {
        over = true;
    }

    /**
     * The next event; null if that takes more bytes.
     *
     * @throws FailureException with {@code BackendFailed} if an event is longer than allowed
     */
    @Nullable Event next() {
        while (scanned < end) {
            byte b = buffer[scanned++];
            if (b == '\n' && afterReturn) {
                passLineFeed();
            } else {
                afterReturn = b == '\r';
                if (b == '\n' || b == '\r') {
                    Event event = lineEnded();
                    if (event != null) {
                        return event;
                    }
                }
            }
        }
        if (end - blockStart > longest) {
            throw new FailureException(
                    new Failure.BackendFailed(
                            backend,
                            "an event of its stream is longer than " + longest + " bytes"));
        }
        return over ? rest() : null;
    }

    /** The second half of CRLF belongs to the line before it. */
    private void passLineFeed() {
        afterReturn = false;
        if (lineStart == blockStart) {
            blockStart = scanned;
        }
        lineStart = scanned;
    }

    private @Nullable Event lineEnded() {
        boolean blank = lineStart == scanned - 1;
        lineStart = scanned;
        if (!blank) {
            return null;
        }
        int from = blockStart;
        blockStart = scanned;
        return event(from, scanned - 1, true);
    }

    private @Nullable Event rest() {
        int from = blockStart;
        blockStart = end;
        return from == end ? null : event(from, end, false);
    }

    /** The event of these lines; null if they hold no data. */
    private @Nullable Event event(int from, int to, boolean complete) {
        ByteArrayOutputStream data = null;
        boolean plain = true;
        int i = from;
        while (i < to) {
            int lineEnd = lineEnd(i, to);
            if (isField(DATA, i, lineEnd)) {
                if (data == null) {
                    data = new ByteArrayOutputStream(lineEnd - i);
                } else {
                    data.write('\n');
                }
                int value = valueStart(i + DATA.length, lineEnd);
                data.write(buffer, value, lineEnd - value);
            } else {
                plain &= isField(EVENT, i, lineEnd);
            }
            i = nextLine(lineEnd, to);
        }
        if (data == null) {
            return null;
        }
        byte[] joined = data.toByteArray();
        return new Event(plain ? asItCame(from, to) : rebuilt(joined), joined, complete);
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

    private int lineEnd(int from, int to) {
        int i = from;
        while (i < to && buffer[i] != '\n' && buffer[i] != '\r') {
            i++;
        }
        return i;
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
        String blank = crLf ? "\r\n" : feed ? "\n" : buffer[to - 1] == '\r' ? "\r" : "\n\n";
        byte[] frame = Arrays.copyOfRange(buffer, from, to + blank.length());
        byte[] ending = blank.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ending, 0, frame, to - from, ending.length);
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
        end = kept;
        blockStart = 0;
    }
}
