package dev.chasqui.application.exchange.journal;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.Usage;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The reader of the usage in a stream of server-sent events, or in one long answer, of which it
 * sees the bytes in any pieces. It keeps the present line, and of a long one, such as an event with
 * an image, only the end, where the usage stands. Used by one thread.
 */
final class StreamedUsage {
    /** The most bytes that are kept of a line. */
    static final int MOST_KEPT = 64 * 1024;

    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] USAGE = quoted("usage");
    private static final byte[] EVALUATED = quoted(ReportedUsage.EVALUATED);
    private static final byte[] PREDICTED = quoted(ReportedUsage.PREDICTED);
    private static final byte[] TIMINGS = quoted(ReportedUsage.TIMINGS);

    /** The most digits of a number of tokens. */
    private static final int MOST_DIGITS = 15;

    private final boolean lines;

    private byte[] line = new byte[512];
    private int end;

    /** True if the beginning of the present line is no longer kept. */
    private boolean cut;

    private Optional<Usage> last = Optional.empty();
    private Optional<Duration> audio = Optional.empty();

    private StreamedUsage(boolean lines) {
        this.lines = lines;
    }

    /** Makes the reader of a stream. */
    StreamedUsage() {
        this(true);
    }

    /** Makes the reader of one JSON answer that is too long to be kept. */
    static StreamedUsage ofLongAnswer() {
        return new StreamedUsage(false);
    }

    private static byte[] quoted(String name) {
        return ('"' + name + '"').getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads more bytes. Returns the usage of the last event until now that reported one. */
    Optional<Usage> read(byte[] piece) {
        int from = 0;
        for (int i = 0; i < piece.length; i++) {
            if (lines && (piece[i] == '\n' || piece[i] == '\r')) {
                keep(piece, from, i);
                endLine();
                from = i + 1;
            }
        }
        keep(piece, from, piece.length);
        return last;
    }

    /** Reads the end of the stream. Returns the usage of the last event that reported one. */
    Optional<Usage> finish() {
        endLine();
        return last;
    }

    /** Returns the length of the audio by the last usage that told it. */
    Optional<Duration> audio() {
        return audio;
    }

    private void keep(byte[] piece, int from, int to) {
        int first = Math.max(from, to - MOST_KEPT / 2);
        if (first > from) {
            end = 0;
            cut = true;
        }
        int length = to - first;
        if (end + length > MOST_KEPT) {
            // Half of the room stays free, so that bytes are moved seldom.
            int kept = Math.min(end, MOST_KEPT / 2);
            System.arraycopy(line, end - kept, line, 0, kept);
            end = kept;
            cut = true;
        }
        if (end + length > line.length) {
            line =
                    Arrays.copyOf(
                            line, Math.min(MOST_KEPT, Math.max(2 * line.length, end + length)));
        }
        System.arraycopy(piece, first, line, end, length);
        end += length;
    }

    private void endLine() {
        if (end > 0 && (cut || startsWithData())) {
            Optional<Json.Obj> told = object(USAGE);
            usage(told).ifPresent(usage -> last = Optional.of(usage));
            told.flatMap(ReportedUsage::audioOf).ifPresent(length -> audio = Optional.of(length));
        }
        end = 0;
        cut = false;
    }

    private boolean startsWithData() {
        return end > DATA.length && Arrays.equals(line, 0, DATA.length, DATA, 0, DATA.length);
    }

    private Optional<Usage> usage(Optional<Json.Obj> told) {
        return told.flatMap(ReportedUsage::of)
                .or(
                        () ->
                                ReportedUsage.ofServer(
                                        number(EVALUATED),
                                        number(PREDICTED),
                                        object(TIMINGS).orElse(Json.Obj.EMPTY)));
    }

    /**
     * Returns the position behind the last member of a name; -1 if there is none. A text cannot
     * hold these bytes, since its quotes are escaped.
     */
    private int behind(byte[] name) {
        for (int at = end - name.length; at >= 0; at--) {
            if (line[at] == '"'
                    && Arrays.equals(line, at, at + name.length, name, 0, name.length)) {
                int from = at + name.length;
                while (from < end && (line[from] == ' ' || line[from] == ':')) {
                    from++;
                }
                return from;
            }
        }
        return -1;
    }

    /** Returns the object of the last member of a name; empty if it is none, or malformed. */
    private Optional<Json.Obj> object(byte[] name) {
        int from = behind(name);
        int to = from < 0 ? -1 : endOfObject(from);
        try {
            return to > from && JsonReader.readRequest(line, from, to) instanceof Json.Obj object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (FailureException e) {
            // A malformed event reports no usage; the client gets it unchanged.
            return Optional.empty();
        }
    }

    /** Returns the whole number of the last member of a name; empty if it is none. */
    private OptionalLong number(byte[] name) {
        int from = behind(name);
        if (from < 0) {
            return OptionalLong.empty();
        }
        long number = 0;
        int at = from;
        while (at < end && at - from < MOST_DIGITS && line[at] >= '0' && line[at] <= '9') {
            number = 10 * number + line[at] - '0';
            at++;
        }
        return at == from ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /** Returns the position after the object that begins here; -1 if there is none. */
    private int endOfObject(int from) {
        int depth = 0;
        for (int i = from; i < end; i++) {
            switch (line[i]) {
                case '{' -> depth++;
                case '}' -> depth--;
                default -> {}
            }
            if (depth <= 0) {
                return depth == 0 && i > from ? i + 1 : -1;
            }
        }
        return -1;
    }
}
