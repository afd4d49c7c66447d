package dev.chasqui.adapters.http.routes;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The end of an answer that is passed on in pieces, as its client sees it: by the length that the
 * headers tell, or by the mark that ends a stream of events. Used by one thread.
 */
final class AnswerEnd {
    private static final String MARK = "[DONE]";
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    /** The most characters behind the mark, such as the two lines that end an event. */
    private static final int MOST_BEHIND = 4;

    private final long length;
    private final boolean events;
    private long read;
    private String tail = "";

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
            int most = MARK.length() + MOST_BEHIND;
            int from = Math.max(0, piece.length - most);
            String more = new String(piece, from, piece.length - from, StandardCharsets.ISO_8859_1);
            String both = tail + more;
            tail = both.substring(Math.max(0, both.length() - most));
        }
    }

    /** Returns true if the pieces until now are the whole answer. */
    boolean isWhole() {
        return read == length;
    }

    /** Returns true if the pieces until now end with the mark behind which no event follows. */
    boolean isMarked() {
        return events && tail.stripTrailing().endsWith(MARK);
    }
}
