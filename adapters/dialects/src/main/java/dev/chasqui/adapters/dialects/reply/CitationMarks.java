package dev.chasqui.adapters.dialects.reply;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the marks {@code [n]} of citations first stand in a text that may come in pieces.
 *
 * <p>Counts characters as OpenAI does: one that takes two {@code char}s here is one. Used by one
 * thread.
 */
public final class CitationMarks {
    /** No answer rests on more passages; keeps the number from overflowing. */
    private static final int MOST = 100_000;

    /**
     * The place of a mark.
     *
     * @param from of its opening bracket
     * @param to after its closing bracket
     */
    public record Place(int from, int to) {}

    private final Map<Integer, Place> first = new HashMap<>();
    private int position;
    private int bracket = -1;
    private int number;

    /** The marks of a whole text. */
    public static CitationMarks of(String text) {
        CitationMarks marks = new CitationMarks();
        marks.feed(text);
        return marks;
    }

    /** Reads on; a mark may begin in one piece and end in another. */
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
                first.putIfAbsent(number, new Place(bracket, position + 1));
            }
            bracket = -1;
        }
    }

    /** Where the text first cites the passage of this number. */
    public Optional<Place> first(int number) {
        return Optional.ofNullable(first.get(number));
    }
}
