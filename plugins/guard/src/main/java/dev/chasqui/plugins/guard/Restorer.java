package dev.chasqui.plugins.guard;

import dev.chasqui.domain.json.Json;

import java.util.NavigableMap;

/**
 * Puts values back in place of their placeholders in a text that comes in pieces. It holds back
 * only an end of a piece that may be the begin of a placeholder in use. Used by one thread.
 */
final class Restorer {
    private final NavigableMap<String, String> values;
    private final boolean json;
    private String held = "";

    /**
     * @param values the values by their placeholders
     * @param json true if the text is JSON, so that values stand in strings
     */
    Restorer(NavigableMap<String, String> values, boolean json) {
        this.values = values;
        this.json = json;
    }

    /** Takes the next piece and returns the text that is certain now. */
    String feed(String piece) {
        String text = held.isEmpty() ? piece : held + piece;
        held = "";
        int open = text.indexOf('[');
        if (open < 0) {
            return text;
        }
        StringBuilder certain = new StringBuilder(text.length() + 16);
        int at = 0;
        while (open >= 0) {
            int close = closing(text, open);
            String placeholder = text.substring(open, close);
            String value = values.get(placeholder);
            if (value != null) {
                certain.append(text, at, open).append(json ? escaped(value) : value);
                at = close;
            } else if (close == text.length() && mayBegin(placeholder)) {
                held = placeholder;
                return certain.append(text, at, open).toString();
            }
            open = text.indexOf('[', Math.max(at, open + 1));
        }
        return certain.append(text, at, text.length()).toString();
    }

    /** Returns the text held back, since no more follows. */
    String flush() {
        String rest = held;
        held = "";
        return rest;
    }

    /** Returns a whole text with its values. */
    static String restored(String text, NavigableMap<String, String> values) {
        Restorer restorer = new Restorer(values, false);
        return restorer.feed(text) + restorer.flush();
    }

    /** Returns the index behind the characters that a placeholder could have from here on. */
    private static int closing(String text, int open) {
        int end = open + 1;
        while (end < text.length() && isOfPlaceholder(text.charAt(end))) {
            end++;
        }
        return end < text.length() && text.charAt(end) == ']' ? end + 1 : end;
    }

    private static boolean isOfPlaceholder(char c) {
        return (c >= 'A' && c <= 'Z') || Chars.isAsciiDigit(c) || c == '_';
    }

    private boolean mayBegin(String text) {
        String next = values.ceilingKey(text);
        return next != null && next.startsWith(text);
    }

    private static String escaped(String value) {
        String quoted = new Json.Str(value).toString();
        return quoted.substring(1, quoted.length() - 1);
    }
}
