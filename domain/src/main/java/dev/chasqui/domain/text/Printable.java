package dev.chasqui.domain.text;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The escaping of texts from outside, such as the names of files and models, for a line that a
 * person reads: an escaped text cannot begin another line or steer a terminal.
 */
public final class Printable {
    private Printable() {}

    /** Returns the text with its invisible characters as escapes; a tab stays. */
    public static String of(String text) {
        return isPrintableAscii(text) ? text : escaped(text);
    }

    /** Escapes each line of a text that may have several. */
    public static String lines(String text) {
        return text.lines().map(Printable::of).collect(Collectors.joining("\n"));
    }

    private static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) >= 127) {
                return false;
            }
        }
        return true;
    }

    private static String escaped(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        c -> {
                            if (c == '\t' || isVisible(c)) {
                                printable.appendCodePoint(c);
                            } else {
                                printable.append(String.format(Locale.ROOT, "\\u%04x", c));
                            }
                        });
        return printable.toString();
    }

    /**
     * Returns false for line separators, controls, and formats that change the direction of
     * writing.
     */
    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    false;
            default -> true;
        };
    }
}
