package dev.chasqui.domain.json.reading;

import dev.chasqui.domain.failure.FailureException;

/**
 * A strict scanner of the tokens of a JSON text: strings, numbers, literals and single bytes.
 * {@link JsonScanner} knows which token may stand at which place.
 *
 * <p>Outside strings JSON is ASCII, so UTF-8 is checked within strings alone. Strings are searched
 * eight bytes at a time. Used by one thread.
 */
final class JsonTokens {
    /** The longest number, in bytes. */
    static final int LONGEST_NUMBER = 1_000;

    private byte[] text = {};
    private int start;
    private int end;
    private int at;
    private int from;
    private int to;
    private boolean escaped;

    /** Begins anew with a part of a buffer, which is not copied. */
    void over(byte[] buffer, int first, int last) {
        text = buffer;
        start = first;
        at = first;
        end = last;
    }

    byte[] text() {
        return text;
    }

    /** Returns the position in the buffer: before the next token, or before white space. */
    int at() {
        return at;
    }

    /** Passes white space; returns true if the text is at its end. */
    boolean atEnd() {
        while (at < end) {
            byte b = text[at];
            if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
                return false;
            }
            at++;
        }
        return true;
    }

    /** Returns the first byte of the next token without passing it. */
    byte peek() {
        if (atEnd()) {
            throw endsTooEarly();
        }
        return text[at];
    }

    /** Passes white space and this byte. */
    void pass(char expected) {
        if (peek() != expected) {
            throw outOfPlace(at);
        }
        at++;
    }

    void passLiteral(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            if (byteAt(at + i) != literal.charAt(i)) {
                throw outOfPlace(at + i);
            }
        }
        at += literal.length();
    }

    /**
     * Passes a string, from its opening quote; the methods {@link #from} to {@link #string} then
     * describe it.
     */
    void passString() {
        from = at + 1;
        escaped = false;
        int i = from;
        while (true) {
            i = JsonStrings.special(text, i, end);
            byte b = byteAt(i);
            if (b == '"') {
                to = i;
                at = i + 1;
                return;
            }
            if (b == '\\') {
                escaped = true;
                i = afterEscape(i + 1);
            } else if (b < 0) {
                int length = Utf8.lengthAt(text, i, end);
                if (length == 0) {
                    throw MalformedJson.because(
                            "byte " + (i - start) + " is not UTF-8, or is cut off");
                }
                i += length;
            } else {
                throw outOfPlace(i);
            }
        }
    }

    private int afterEscape(int i) {
        return switch (byteAt(i)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> i + 1;
            case 'u' -> {
                for (int k = 1; k <= 4; k++) {
                    if (Character.digit(byteAt(i + k), 16) < 0) {
                        throw outOfPlace(i + k);
                    }
                }
                yield i + 5;
            }
            default -> throw outOfPlace(i);
        };
    }

    /** Returns the index of the beginning of the last string's content. */
    int from() {
        return from;
    }

    /** Returns the index of the end of the last string's content. */
    int to() {
        return to;
    }

    /** Returns true if the last string has escapes. */
    boolean escaped() {
        return escaped;
    }

    /** Returns the last string, unescaped. */
    String string() {
        return escaped ? JsonStrings.unescaped(text, from, to) : JsonStrings.plain(text, from, to);
    }

    /** Returns true if the last string, unescaped, is this ASCII text. */
    boolean isString(String expected) {
        if (escaped) {
            return string().equals(expected);
        }
        if (to - from != expected.length()) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (text[from + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Passes a number. */
    void passNumber() {
        int i = byteAt(at) == '-' ? at + 1 : at;
        i = byteAt(i) == '0' ? i + 1 : afterDigits(i);
        if (i < end && text[i] == '.') {
            i = afterDigits(i + 1);
        }
        if (i < end && (text[i] == 'e' || text[i] == 'E')) {
            byte sign = byteAt(i + 1);
            i = afterDigits(sign == '+' || sign == '-' ? i + 2 : i + 1);
        }
        if (i - at > LONGEST_NUMBER) {
            throw MalformedJson.limitExceeded();
        }
        at = i;
    }

    private int afterDigits(int first) {
        int i = first;
        while (i < end && text[i] >= '0' && text[i] <= '9') {
            i++;
        }
        if (i == first) {
            throw i < end ? outOfPlace(i) : endsTooEarly();
        }
        return i;
    }

    private byte byteAt(int i) {
        if (i >= end) {
            throw endsTooEarly();
        }
        return text[i];
    }

    /** Returns the failure for a byte that does not belong at its place. */
    FailureException outOfPlace(int place) {
        return place == start && text[place] == (byte) 0xEF
                ? MalformedJson.because("it begins with a byte order mark, or not as UTF-8 does")
                : MalformedJson.at(
                        text, start, place, "there is something that does not belong there");
    }

    FailureException givenTwice() {
        return MalformedJson.at(text, start, from, "a member is given twice: \"" + string() + "\"");
    }

    private FailureException endsTooEarly() {
        at = start;
        return atEnd()
                ? MalformedJson.because("it is empty")
                : MalformedJson.at(text, start, end, "it ends too early");
    }
}
