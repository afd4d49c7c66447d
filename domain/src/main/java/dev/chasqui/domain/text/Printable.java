package dev.chasqui.domain.text;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Makes texts from outside, such as the names of files and models, harmless in a line that a person
 * reads: nothing in them can begin another line or steer a terminal.
 */
public final class Printable {
    private Printable() {}

    /** The text with what is not to be seen written as escapes; a tab may stay. */
    public static String of(String text) {
        return isPrintableAscii(text) ? text : escaped(text);
    }

    /** The same line by line, for a text that may have several. */
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

    /** Separators of lines, controls, and formats that turn the direction of writing are not. */
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
