package dev.chasqui.domain.binding;

import java.util.regex.Pattern;

/** The quoting of a person's text in a message. */
public final class Quoting {
    private static final int LONGEST = 60;
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** Characters that move the cursor, turn the direction of writing, or are half of a pair. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private Quoting() {}

    /** Returns the beginning of a text, on one line and without control characters. */
    public static String shorten(String text) {
        String line = oneLine(text);
        if (line.length() <= LONGEST) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return line.substring(0, end) + "…";
    }

    /**
     * Returns a text on one line: a space for white space, and U+FFFD for control characters,
     * directions of writing and halves of surrogate pairs.
     */
    public static String oneLine(String text) {
        return UNSEEN.matcher(SPACE.matcher(text).replaceAll(" ")).replaceAll("\uFFFD");
    }
}
