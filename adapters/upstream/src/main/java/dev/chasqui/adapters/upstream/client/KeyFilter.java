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
 * Hides a backend's key in an answer that goes on piece by piece: in all of an error, or in those
 * lines of a stream that tell one. Content is never looked at for the key. All other bytes stay as
 * they are.
 *
 * <p>It holds back what may be the beginning of a key or of a line, a bounded number of bytes. Used
 * by one thread at a time.
 */
public final class KeyFilter {
    /** Bytes of a line; what is longer is no error, and goes on as it is. */
    private static final int LONGEST_LINE = 256 * 1024;

    private static final byte[] ERROR_MEMBER = "\"error\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "event:".getBytes(StandardCharsets.US_ASCII);

    /** What all chunks of completions have, and errors have not. */
    private static final byte[] CHOICES_MEMBER = "\"choices\"".getBytes(StandardCharsets.US_ASCII);

    /** The mark that some streams begin with, as it looks where each byte is a character. */
    private static final String MARK = "\u00ef\u00bb\u00bf";

    /** In what the key is hidden. */
    public enum Scope {
        WHOLE,
        ERROR_LINES
    }

    private final HiddenKey key;
    private final Scope scope;
    private byte[] held = {};

    /** Whether the event whose data comes next is called an error. */
    private boolean calledError;

    /** Whether the line before ended with the first half of CRLF, or maybe of it. */
    private boolean afterReturn;

    /** Whether the line that has begun is too long to be looked at. */
    private boolean passing;

    public KeyFilter(HiddenKey key, Scope scope) {
        this.key = key;
        this.scope = scope;
    }

    /** Takes the next bytes, and gives back what can go on. */
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

    /** Gives back what was held; no more bytes will come. */
    public byte[] end() {
        byte[] rest = held;
        held = new byte[0];
        return switch (scope) {
            case WHOLE -> key.in(rest);
            case ERROR_LINES -> line(rest);
        };
    }

    /** What comes next may make a key of as many last bytes as a key has. */
    private int passText(byte[] all, ByteArrayOutputStream out) {
        int safe = key.safeLength(all);
        out.writeBytes(key.in(Arrays.copyOf(all, safe)));
        return safe;
    }

    private int passLines(byte[] all, ByteArrayOutputStream out) {
        int from = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == '\n' || all[i] == '\r') {
                out.writeBytes(line(Arrays.copyOfRange(all, from, i + 1)));
                passing = false;
                from = i + 1;
            }
        }
        if (passing || all.length - from > LONGEST_LINE) {
            passing = true;
            out.write(all, from, all.length - from);
            return all.length;
        }
        return from;
    }

    private byte[] line(byte[] line) {
        if (passing) {
            return line;
        }
        boolean halfOfBreak = afterReturn && line.length == 1 && line[0] == '\n';
        afterReturn = line.length > 0 && line[line.length - 1] == '\r';
        if (line.length <= 1) {
            calledError &= halfOfBreak;
            return line;
        }
        if (!calledError
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
            calledError = text.endsWith("error");
        }
        byte[] hidden = key.in(line);
        return calledError || (!Arrays.equals(hidden, line) && tellsError(text)) ? hidden : line;
    }

    private static boolean tellsError(String line) {
        String json = line.startsWith("data:") ? line.substring("data:".length()) : line;
        try {
            return JsonReader.read(json.getBytes(StandardCharsets.ISO_8859_1))
                            instanceof Json.Obj object
                    && (ServerErrorReader.tellsError(object) || choiceHasError(object));
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
