package dev.chasqui.plugins.rag.reading;

/**
 * The position of a passage in its text.
 *
 * @param start the index of the first character
 * @param end the index after the last character; white space after the passage belongs to it
 * @param heading the headings above it, outermost first, joined by {@code >}; empty if there are
 *     none
 */
public record PassageSpan(int start, int end, String heading) {

    public PassageSpan {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException(
                    "end: " + end + " (expected: after the start, " + start + ")");
        }
    }
}
