package dev.chasqui.adapters.http.routes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The end of an answer that is passed on in pieces, as its client sees it: by the length that the
 * headers tell, or by the mark that ends a stream of events. Used by one thread.
 */
final class AnswerEnd {
    private static final byte[] MARK = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    /** The most blank bytes behind the mark, such as the two lines that end an event. */
    private static final int MOST_BEHIND = 4;

    private final long length;
    private final boolean events;
    private long read;

    /** The last bytes of the stream, with zeros before them while there are fewer. */
    private final byte[] tail = new byte[MARK.length + MOST_BEHIND];

    private AnswerEnd(long length, boolean events) {
        this.length = length;
        this.events = events;
    }

    /**
     * Returns the end of an answer of which nothing was read yet.
     *
     * @param headers the headers of the answer by their names in lower case
     */
    static AnswerEnd of(Map<String, String> headers) {
        String length = headers.getOrDefault("content-length", "");
        boolean plain = !headers.containsKey("content-encoding");
        return new AnswerEnd(
                LENGTH.matcher(length).matches() ? Long.parseLong(length) : -1,
                plain
                        && headers.getOrDefault("content-type", "")
                                .toLowerCase(Locale.ROOT)
                                .startsWith("text/event-stream"));
    }

    /** Notes the next piece. */
    void read(byte[] piece) {
        read += piece.length;
        if (events) {
            int more = Math.min(piece.length, tail.length);
            System.arraycopy(tail, more, tail, 0, tail.length - more);
            System.arraycopy(piece, piece.length - more, tail, tail.length - more, more);
        }
    }

    /** Returns true if the pieces until now are the whole answer. */
    boolean isWhole() {
        return read == length;
    }

    /** Returns true if the pieces until now end with the mark behind which no event follows. */
    boolean isMarked() {
        int to = tail.length;
        while (to > MARK.length && Character.isWhitespace(tail[to - 1])) {
            to--;
        }
        return events && Arrays.equals(tail, to - MARK.length, to, MARK, 0, MARK.length);
    }
}
