package dev.chasqui.domain.command;

/** Which characters mean something in a command, and how a value is written in spite of them. */
final class Spelling {
    private static final String RESERVED = ",()[]|\"";

    private Spelling() {}

    /** The value as one writes it: quoted only where it must be. */
    static String of(String value) {
        return value.isEmpty() || value.chars().anyMatch(Spelling::endsValue) || hasName(value)
                ? '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : value;
    }

    /** Whether a character cannot stand in a value without quotes. */
    static boolean endsValue(int c) {
        return isSpace(c) || RESERVED.indexOf(c) >= 0;
    }

    /** White space of any kind, the no-break space that keyboards make by accident included. */
    static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isNamePart(char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /** The end of the name that begins at an index; the index itself if none does. */
    static int endOfName(String text, int from) {
        int at = from;
        if (at < text.length() && isLetter(text.charAt(at))) {
            while (at < text.length() && isNamePart(text.charAt(at))) {
                at++;
            }
        }
        return at;
    }

    /** Whether a value would be read as a name, an equals sign and a value. */
    private static boolean hasName(String value) {
        int end = endOfName(value, 0);
        return end > 0 && end < value.length() && value.charAt(end) == '=';
    }
}
