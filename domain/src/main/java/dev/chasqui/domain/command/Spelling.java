package dev.chasqui.domain.command;

/** The characters with a meaning in a command, and the quoting of values that contain them. */
final class Spelling {
    private static final String RESERVED = ",()[]|\"";

    private Spelling() {}

    /** Spells a value so that it is read back as it is, quoted only if it must be. */
    static String of(String value) {
        return value.isEmpty() || value.chars().anyMatch(Spelling::endsValue) || hasName(value)
                ? '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : value;
    }

    /** Returns true for a character that cannot stand in a value without quotes. */
    static boolean endsValue(int c) {
        return isSpace(c) || RESERVED.indexOf(c) >= 0;
    }

    /**
     * Returns true for white space of any kind, also for the no-break space that keyboards make.
     */
    static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isNamePart(char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /**
     * Returns the end of the name that begins at an index; the index itself if none begins there.
     */
    static int endOfName(CharSequence text, int from) {
        int at = from;
        if (at < text.length() && isLetter(text.charAt(at))) {
            while (at < text.length() && isNamePart(text.charAt(at))) {
                at++;
            }
        }
        return at;
    }

    /** Returns true if a value would be read as a name, an equals sign and a value. */
    private static boolean hasName(String value) {
        int end = endOfName(value, 0);
        return end > 0 && end < value.length() && value.charAt(end) == '=';
    }
}
