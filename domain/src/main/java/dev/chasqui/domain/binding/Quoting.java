package dev.chasqui.domain.binding;

/** The quoting of a person's text in a message. */
public final class Quoting {
    private static final int LONGEST = 60;

    private Quoting() {}

    /** Returns the beginning of a text, on one line. */
    public static String shorten(String text) {
        String line = text.replaceAll("\\s+", " ");
        if (line.length() <= LONGEST) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return line.substring(0, end) + "…";
    }
}
