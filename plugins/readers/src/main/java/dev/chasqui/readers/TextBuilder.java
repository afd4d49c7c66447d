package dev.chasqui.readers;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The text of a file as it is read, of at most 16 million characters, and what the file says of
 * itself. Control characters become blanks; a form feed stands before each page but the first. Used
 * by one thread.
 */
final class TextBuilder {
    private static final int MOST_TEXT = 16 << 20;

    /** The most characters of a property, such as a title. */
    private static final int MOST_PROPERTY = 500;

    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> properties = new LinkedHashMap<>();
    private boolean full;
    private boolean seen;

    /**
     * Appends text.
     *
     * @throws Unreadable with {@code TOO_LARGE} if there is more than a document may have
     */
    TextBuilder append(CharSequence more) {
        if (more.length() > MOST_TEXT - text.length()) {
            full = true;
            throw new Unreadable(Outcome.TOO_LARGE);
        }
        for (int i = 0; i < more.length(); i++) {
            char sign = more.charAt(i);
            boolean control = Character.isISOControl(sign) && sign != '\n' && sign != '\t';
            text.append(control ? ' ' : sign);
            seen |= !control && !Character.isWhitespace(sign);
        }
        return this;
    }

    /** Begins a line, unless one begins here already. */
    TextBuilder newLine() {
        while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
        if (!text.isEmpty() && !endsWith('\n') && !endsWith('\f')) {
            append("\n");
        }
        return this;
    }

    /** Begins a paragraph, unless one begins here already. */
    TextBuilder newParagraph() {
        newLine();
        boolean begins =
                text.isEmpty()
                        || endsWith('\f')
                        || (text.length() > 1 && text.charAt(text.length() - 2) == '\n');
        return begins ? this : append("\n");
    }

    /** Begins a page. The first one begins by itself. */
    TextBuilder newPage() {
        newLine();
        text.append('\f');
        return this;
    }

    /** Returns true if the last character is this one. */
    boolean endsWith(char sign) {
        return !text.isEmpty() && text.charAt(text.length() - 1) == sign;
    }

    int length() {
        return text.length();
    }

    /** Notes what the file says of itself; the first value counts, and a blank one does not. */
    void property(String name, String value) {
        String line = value.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        if (!line.isEmpty()) {
            int most = Math.min(line.length(), MOST_PROPERTY);
            boolean splits =
                    most < line.length() && Character.isHighSurrogate(line.charAt(most - 1));
            properties.putIfAbsent(name, line.substring(0, splits ? most - 1 : most));
        }
    }

    Map<String, String> properties() {
        return properties;
    }

    /** Returns true if the text became longer than it may be. */
    boolean isFull() {
        return full;
    }

    /** Returns true if there is nothing to read in it. */
    boolean isBlank() {
        return !seen;
    }

    String text() {
        return text.toString();
    }
}
