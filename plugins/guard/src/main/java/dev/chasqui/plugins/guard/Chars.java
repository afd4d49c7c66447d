package dev.chasqui.plugins.guard;

/** Questions about characters. */
final class Chars {
    private Chars() {}

    /**
     * Returns true if a value may begin at this index: no letter or digit of the same word stands
     * before it. Scripts without spaces between words have no such words. The letters of an escape
     * are none: text may hold JSON or code that is no JSON as a whole.
     */
    static boolean beginsWord(String text, int at) {
        if (at == 0) {
            return true;
        }
        char before = text.charAt(at - 1);
        return !Character.isLetterOrDigit(before) || isWordByItself(before) || endsEscape(text, at);
    }

    /**
     * Returns true if an escape such as {@code \n} or the one of a character's number ends here.
     */
    static boolean endsEscape(String text, int end) {
        if (end >= 2 && text.charAt(end - 2) == '\\') {
            return "nrtbf".indexOf(text.charAt(end - 1)) >= 0;
        }
        if (end < 6 || text.charAt(end - 6) != '\\' || text.charAt(end - 5) != 'u') {
            return false;
        }
        for (int i = end - 4; i < end; i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns true if a number may begin at this index; the fraction of another one does not. */
    static boolean beginsNumber(String text, int at) {
        boolean fraction =
                at >= 2
                        && (text.charAt(at - 1) == '.' || text.charAt(at - 1) == ',')
                        && isDigit(text.charAt(at - 2));
        return !fraction && beginsWord(text, at);
    }

    /** Returns true if no letter or digit of the same word stands at this index. */
    static boolean endsWord(String text, int end) {
        if (end >= text.length()) {
            return true;
        }
        char after = text.charAt(end);
        return !Character.isLetterOrDigit(after) || isWordByItself(after);
    }

    /** Returns true for a character of a script that has no spaces between words. */
    static boolean isWordByItself(char c) {
        if (c < 0x0E00) {
            return false;
        }
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        return switch (script) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    static boolean isDigit(char c) {
        return Character.isDigit(c);
    }

    static boolean isAsciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isAsciiDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAsciiLetterOrDigit(char c) {
        return isAsciiLetter(c) || isAsciiDigit(c);
    }

    /** Returns true for a letter, a digit, {@code -} or {@code _}. */
    static boolean isBase64Url(char c) {
        return isAsciiLetterOrDigit(c) || c == '-' || c == '_';
    }

    /** Returns true for a space within a number, also one that does not break the line. */
    static boolean isSpace(char c) {
        return c == ' ' || c == '\u00A0' || c == '\u2009' || c == '\u202F';
    }

    /** Returns true for a hyphen within a number, also one that does not break the line. */
    static boolean isHyphen(char c) {
        return c == '-' || c == '\u2010' || c == '\u2011' || c == '\u2013';
    }
}
