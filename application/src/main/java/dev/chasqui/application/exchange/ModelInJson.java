package dev.chasqui.application.exchange;

import dev.chasqui.domain.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The place of a model's name in a piece of a reply: the text of the member {@code model} of its
 * object, or of that object's member {@code message}, as Anthropic has it. Marks of a stream may
 * stand before the object.
 *
 * @param from the index of the opening quote
 * @param to the index after the closing quote
 */
record ModelInJson(int from, int to) {
    private static final byte[] MODEL = bytes("model");
    private static final byte[] MESSAGE = bytes("message");

    static byte[] quoted(String name) {
        return Json.of(name).toBytes();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the bytes with another text in this place. */
    byte[] replace(byte[] all, byte[] quoted) {
        byte[] changed = new byte[all.length - (to - from) + quoted.length];
        System.arraycopy(all, 0, changed, 0, from);
        System.arraycopy(quoted, 0, changed, from, quoted.length);
        System.arraycopy(all, to, changed, from + quoted.length, all.length - to);
        return changed;
    }

    /** Finds the place; empty if there is none. The time is proportional to the length. */
    static Optional<ModelInJson> find(byte[] all) {
        int depth = 0;
        boolean inMessage = false;
        int at = 0;
        while (at < all.length && all[at] != '{') {
            at++;
        }
        while (at < all.length) {
            byte c = all[at];
            if (c == '"') {
                int end = endOfText(all, at);
                int next = skipSpace(all, end);
                boolean isName = next < all.length && all[next] == ':';
                if (isName && depth <= 2) {
                    int value = skipSpace(all, next + 1);
                    boolean open = depth == 1 || inMessage;
                    if (open
                            && is(MODEL, all, at, end)
                            && value < all.length
                            && all[value] == '"') {
                        return Optional.of(new ModelInJson(value, endOfText(all, value)));
                    }
                    inMessage = depth == 1 ? is(MESSAGE, all, at, end) : inMessage;
                }
                at = end;
                continue;
            }
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            at++;
        }
        return Optional.empty();
    }

    private static boolean is(byte[] name, byte[] all, int from, int to) {
        return Arrays.equals(name, 0, name.length, all, from + 1, Math.max(from + 1, to - 1));
    }

    /** Returns the index after the closing quote of the text that begins at an index. */
    private static int endOfText(byte[] all, int from) {
        int at = from + 1;
        while (at < all.length && all[at] != '"') {
            at += all[at] == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, all.length);
    }

    private static int skipSpace(byte[] all, int from) {
        int at = from;
        while (at < all.length && (all[at] == ' ' || all[at] == '\n' || all[at] == '\t')) {
            at++;
        }
        return at;
    }
}
