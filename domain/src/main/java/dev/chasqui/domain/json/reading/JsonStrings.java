package dev.chasqui.domain.json.reading;

import java.nio.charset.StandardCharsets;

/** The unescaping of strings in a JSON text; their contents were checked before. */
final class JsonStrings {
    private JsonStrings() {}

    /**
     * Returns the index of the next byte that is a quote, a backslash, a control character or not
     * ASCII; the end if there is none.
     */
    static int special(byte[] text, int from, int to) {
        int i = from;
        while (i + EightBytes.STRIDE <= to && !EightBytes.isSpecialInStride(text, i)) {
            i += EightBytes.STRIDE;
        }
        while (i + Long.BYTES <= to) {
            long found = EightBytes.special(EightBytes.at(text, i));
            if (found != 0) {
                return i + EightBytes.first(found);
            }
            i += Long.BYTES;
        }
        while (i < to && text[i] >= ' ' && text[i] != '"' && text[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Returns the string of a content without escapes. */
    static String plain(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }

    /** Returns the string of a content with escapes. */
    static String unescaped(byte[] text, int from, int to) {
        byte[] result = new byte[to - from];
        int length = 0;
        int i = from;
        while (i < to) {
            int escape = backslash(text, i, to);
            System.arraycopy(text, i, result, length, escape - i);
            length += escape - i;
            i = escape;
            if (i < to) {
                if (text[i + 1] == 'u') {
                    return unescapedWithUnits(text, from, to);
                }
                result[length++] = (byte) escapedChar(text[i + 1]);
                i += 2;
            }
        }
        return plain(result, 0, length);
    }

    /** As {@link #unescaped}, by characters: an escaped lone surrogate has no UTF-8 form. */
    private static String unescapedWithUnits(byte[] text, int from, int to) {
        StringBuilder result = new StringBuilder(to - from);
        int i = from;
        while (i < to) {
            int escape = backslash(text, i, to);
            result.append(plain(text, i, escape));
            i = escape;
            if (i < to) {
                boolean unit = text[i + 1] == 'u';
                result.append(unit ? unit(text, i + 2) : escapedChar(text[i + 1]));
                i += unit ? 6 : 2;
            }
        }
        return result.toString();
    }

    private static int backslash(byte[] text, int from, int to) {
        int i = special(text, from, to);
        while (i < to && text[i] != '\\') {
            i = special(text, i + 1, to);
        }
        return i;
    }

    private static char escapedChar(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> (char) letter;
        };
    }

    private static char unit(byte[] text, int i) {
        int unit = 0;
        for (int k = 0; k < 4; k++) {
            unit = unit << 4 | Character.digit(text[i + k], 16);
        }
        return (char) unit;
    }
}
