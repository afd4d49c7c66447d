package dev.chasqui.plugins.rag.reading;

/**
 * Where a passage stands in its text.
 *
 * @param start the first character's index
 * @param end the index after the last character; white space that follows belongs to it
 * @param heading the headings above it, outermost first, joined by {@code >}; empty if there are
 *     none
 */
public record Span(int start, int end, String heading) {

    public Span {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException(
                    "end: " + end + " (expected: after the start, " + start + ")");
        }
    }
}
