package dev.chasqui.domain.command;

/** How what somebody wrote is shown back to him in a message. */
final class Quoting {
    private static final int LONGEST = 60;

    private Quoting() {}

    /** The beginning of a text, on one line. */
    static String shorten(String text) {
        String line = text.replaceAll("\\s+", " ");
        if (line.length() <= LONGEST) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return line.substring(0, end) + "…";
    }
}
