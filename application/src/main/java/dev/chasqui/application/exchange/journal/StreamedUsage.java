package dev.chasqui.application.exchange.journal;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.Usage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The reader of the usage in a stream of server-sent events, of which it sees the bytes in any
 * pieces. It keeps the present line, and of a long one, such as an event with an image, only the
 * end, where the usage stands. Used by one thread.
 */
final class StreamedUsage {
    /** The most bytes that are kept of a line. */
    static final int MOST_KEPT = 64 * 1024;

    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] USAGE = "\"usage\"".getBytes(StandardCharsets.US_ASCII);

    private byte[] line = new byte[512];
    private int end;

    /** True if the beginning of the present line is no longer kept. */
    private boolean cut;

    private Optional<Usage> last = Optional.empty();

    /** Reads more bytes. Returns the usage of the last event until now that reported one. */
    Optional<Usage> read(byte[] piece) {
        int from = 0;
        for (int i = 0; i < piece.length; i++) {
            if (piece[i] == '\n' || piece[i] == '\r') {
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
            int at = lastUsage();
            if (at >= 0) {
                usage(at).ifPresent(usage -> last = Optional.of(usage));
            }
        }
        end = 0;
        cut = false;
    }

    private boolean startsWithData() {
        return end > DATA.length && Arrays.equals(line, 0, DATA.length, DATA, 0, DATA.length);
    }

    /**
     * Returns the position of the last member {@code usage}; -1 if there is none. A text cannot
     * hold these bytes, since its quotes are escaped.
     */
    private int lastUsage() {
        for (int at = end - USAGE.length; at >= 0; at--) {
            if (line[at] == '"' && Arrays.equals(line, at, at + USAGE.length, USAGE, 0, 7)) {
                return at;
            }
        }
        return -1;
    }

    /** Returns the usage of the member at this position; empty if it is null or malformed. */
    private Optional<Usage> usage(int at) {
        try {
            int from = at + USAGE.length;
            while (from < end && (line[from] == ' ' || line[from] == ':')) {
                from++;
            }
            int to = endOfObject(from);
            return to > from && JsonReader.readRequest(line, from, to) instanceof Json.Obj usage
                    ? ReportedUsage.of(usage)
                    : Optional.empty();
        } catch (FailureException e) {
            // A malformed event reports no usage; the client gets it unchanged.
            return Optional.empty();
        }
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
