package dev.chasqui.adapters.embed;

/** The classes of characters that BERT's tokenizer knows; each takes a code point of Unicode. */
final class Characters {
    private Characters() {}

    /** Whether it separates words. */
    static boolean isSpace(int character) {
        return switch (character) {
            case ' ', '\t', '\n', '\r' -> true;
            default -> character > 0x7F && Character.isSpaceChar(character);
        };
    }

    /** Whether it is as if it were not there: controls, marks of direction, half a surrogate, … */
    static boolean isIgnored(int character) {
        if (character <= 0x7F) {
            return character == 0x7F || (character < ' ' && !isSpace(character));
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE ->
                    true;
            default -> character == 0xFFFD;
        };
    }

    /** Whether it is an ideograph, each of which is a word; syllables of Korean are none. */
    static boolean isIdeograph(int character) {
        return isWithin(character, 0x3400, 0x4DBF)
                || isWithin(character, 0x4E00, 0x9FFF)
                || isWithin(character, 0xF900, 0xFAFF)
                || isWithin(character, 0x20000, 0x2A6DF)
                || isWithin(character, 0x2A700, 0x2CEAF)
                || isWithin(character, 0x2F800, 0x2FA1F);
    }

    private static boolean isWithin(int character, int from, int to) {
        return character >= from && character <= to;
    }

    /** Whether it is a word of its own: punctuation, and all signs of ASCII. */
    static boolean isPunctuation(int character) {
        if (character <= 0x7F) {
            return character > ' ' && character < 0x7F && !Character.isLetterOrDigit(character);
        }
        return switch (Character.getType(character)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION ->
                    true;
            default -> false;
        };
    }

    /** Whether it is an accent, which is left out. */
    static boolean isAccent(int character) {
        return character > 0x7F && Character.getType(character) == Character.NON_SPACING_MARK;
    }
}
