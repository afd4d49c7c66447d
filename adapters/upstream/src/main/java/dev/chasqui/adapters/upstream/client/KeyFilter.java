package dev.chasqui.adapters.upstream.client;

import dev.chasqui.adapters.dialects.reply.ServerErrorReader;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A filter that removes a backend's key from an answer that is passed on piece by piece: from all
 * of an error, or from those lines of a stream that report one. The content of replies is never
 * searched for the key. All other bytes stay as they are.
 *
 * <p>It holds back a bounded number of bytes that may be the beginning of a key or of a line. Used
 * by one thread at a time.
 */
public final class KeyFilter {
    /**
     * The longest line, in bytes, that is searched; a longer one is no error, and is passed on
     * unchanged.
     */
    private static final int LONGEST_LINE = 256 * 1024;

    private static final byte[] ERROR_MEMBER = "\"error\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "event:".getBytes(StandardCharsets.US_ASCII);

    /** The member that all chunks of completions have, and errors have not. */
    private static final byte[] CHOICES_MEMBER = "\"choices\"".getBytes(StandardCharsets.US_ASCII);

    /** The byte order mark that some streams begin with, decoded as ISO 8859-1. */
    private static final String MARK = "\u00ef\u00bb\u00bf";

    /** The part of an answer from which the key is removed. */
    public enum Scope {
        WHOLE,
        ERROR_LINES
    }

    private final HiddenKey key;
    private final Scope scope;
    private byte[] held = {};

    /** True if the {@code event:} line of the present event names an error. */
    private boolean inErrorEvent;

    /**
     * True if the line before ended with a carriage return, which may be the first half of CRLF.
     */
    private boolean afterCarriageReturn;

    /** True if the present line is too long to be searched. */
    private boolean lineTooLong;

    /**
     * @param key the key to remove
     * @param scope the part of the answer that is searched
     */
    public KeyFilter(HiddenKey key, Scope scope) {
        this.key = key;
        this.scope = scope;
    }

    /** Takes the next bytes and returns those that can be passed on. */
    public byte[] next(byte[] piece) {
        byte[] all = joined(held, piece);
        ByteArrayOutputStream out = new ByteArrayOutputStream(all.length);
        int done =
                switch (scope) {
                    case WHOLE -> passText(all, out);
                    case ERROR_LINES -> passLines(all, out);
                };
        held = Arrays.copyOfRange(all, done, all.length);
        return out.toByteArray();
    }

    /** Returns the bytes that were held back; no more will come. */
    public byte[] end() {
        byte[] rest = held;
        held = new byte[0];
        return switch (scope) {
            case WHOLE -> key.redact(rest);
            case ERROR_LINES -> line(rest);
        };
    }

    /** Passes on a text, except for its last bytes, which may be the beginning of a key. */
    private int passText(byte[] all, ByteArrayOutputStream out) {
        int safe = key.safeLength(all);
        out.writeBytes(key.redact(Arrays.copyOf(all, safe)));
        return safe;
    }

    private int passLines(byte[] all, ByteArrayOutputStream out) {
        int from = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == '\n' || all[i] == '\r') {
                out.writeBytes(line(Arrays.copyOfRange(all, from, i + 1)));
                lineTooLong = false;
                from = i + 1;
            }
        }
        if (lineTooLong || all.length - from > LONGEST_LINE) {
            lineTooLong = true;
            out.write(all, from, all.length - from);
            return all.length;
        }
        return from;
    }

    private byte[] line(byte[] line) {
        if (lineTooLong) {
            return line;
        }
        boolean halfOfBreak = afterCarriageReturn && line.length == 1 && line[0] == '\n';
        afterCarriageReturn = line.length > 0 && line[line.length - 1] == '\r';
        if (line.length <= 1) {
            inErrorEvent &= halfOfBreak;
            return line;
        }
        if (!inErrorEvent
                && contains(line, CHOICES_MEMBER)
                && !contains(line, ERROR_MEMBER)
                && !contains(line, EVENT)) {
            return line;
        }
        String text = new String(line, StandardCharsets.ISO_8859_1).strip();
        if (text.startsWith(MARK)) {
            text = text.substring(MARK.length());
        }
        if (text.startsWith("event:")) {
            inErrorEvent = text.endsWith("error");
        }
        byte[] hidden = key.redact(line);
        return inErrorEvent || (!Arrays.equals(hidden, line) && reportsError(text)) ? hidden : line;
    }

    private static boolean reportsError(String line) {
        String json = line.startsWith("data:") ? line.substring("data:".length()) : line;
        try {
            return JsonReader.read(json.getBytes(StandardCharsets.ISO_8859_1))
                            instanceof Json.Obj object
                    && (ServerErrorReader.isError(object) || choiceHasError(object));
        } catch (FailureException e) {
            return false;
        }
    }

    private static boolean choiceHasError(Json.Obj reply) {
        return reply.get("choices").orElse(Json.Null.NULL) instanceof Json.Arr(List<Json> choices)
                && choices.stream()
                        .anyMatch(choice -> choice instanceof Json.Obj one && hasError(one));
    }

    private static boolean hasError(Json.Obj object) {
        return object.get("error").filter(error -> error != Json.Null.NULL).isPresent();
    }

    private static boolean contains(byte[] text, byte[] sought) {
        for (int i = 0; i <= text.length - sought.length; i++) {
            if (text[i] == sought[0]
                    && Arrays.equals(text, i, i + sought.length, sought, 0, sought.length)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
