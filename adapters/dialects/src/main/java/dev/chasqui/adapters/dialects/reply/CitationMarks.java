package dev.chasqui.adapters.dialects.reply;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The positions at which the marks {@code [n]} of citations first stand in a text that may come in
 * pieces.
 *
 * <p>Positions count characters as OpenAI does: a character that takes two {@code char}s counts
 * once. Used by one thread.
 */
public final class CitationMarks {
    /**
     * The largest number of a mark: no answer rests on more passages, and the number cannot
     * overflow.
     */
    private static final int MOST = 100_000;

    /**
     * The position of a mark.
     *
     * @param from the position of its opening bracket
     * @param to the position after its closing bracket
     */
    public record Mark(int from, int to) {}

    private final Map<Integer, Mark> first = new HashMap<>();
    private int position;
    private int bracket = -1;
    private int number;

    /** Returns the marks of a whole text. */
    public static CitationMarks of(String text) {
        CitationMarks marks = new CitationMarks();
        marks.feed(text);
        return marks;
    }

    /** Reads the next piece; a mark may begin in one piece and end in another. */
    public void feed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isLowSurrogate(c)) {
                read(c);
                position++;
            }
        }
    }

    private void read(char c) {
        if (c == '[') {
            bracket = position;
            number = 0;
        } else if (bracket >= 0 && c >= '0' && c <= '9' && number < MOST) {
            number = number * 10 + c - '0';
        } else {
            if (bracket >= 0 && c == ']' && number > 0) {
                first.putIfAbsent(number, new Mark(bracket, position + 1));
            }
            bracket = -1;
        }
    }

    /** Returns the position of the first mark with this number; empty if there is none. */
    public Optional<Mark> first(int number) {
        return Optional.ofNullable(first.get(number));
    }
}
