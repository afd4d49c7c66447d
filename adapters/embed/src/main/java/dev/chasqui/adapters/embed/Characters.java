package dev.chasqui.adapters.embed;

/**
 * The character classes of BERT's tokenizer. Each method takes a Unicode code point. The classes
 * follow Hugging Face's tokenizer, and so differ in places from Java's own.
 */
final class Characters {
    private Characters() {}

    /** Returns true if the character separates words. */
    static boolean isSpace(int character) {
        return switch (character) {
            case ' ', '\t', '\n', '\r' -> true;
            default -> character > 0x7F && Character.isSpaceChar(character);
        };
    }

    /**
     * Returns true if the tokenizer drops the character: a control, a format character such as a
     * direction mark, an unpaired surrogate, a private-use character, or U+FFFD.
     */
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

    /**
     * Returns true if the character is a CJK ideograph, each of which is a word of its own. Korean
     * syllables are not ideographs.
     */
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

    /**
     * Returns true if the character is punctuation, which is a word of its own. In ASCII, that is
     * every printable character but letters, digits and the space.
     */
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

    /**
     * Returns true if the character is a non-spacing mark (an accent), which the tokenizer drops.
     */
    static boolean isAccent(int character) {
        return character > 0x7F && Character.getType(character) == Character.NON_SPACING_MARK;
    }
}
