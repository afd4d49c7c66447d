package dev.chasqui.adapters.dialects.responses;

/**
 * A detector of the end of a JSON object that comes in pieces. It looks at each character once, and
 * does not check the text. Used by one thread.
 */
final class ArgumentsEnd {
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean reached;

    /** Reads the next piece. */
    void feed(String more) {
        for (int i = 0; i < more.length() && !reached; i++) {
            read(more.charAt(i));
        }
    }

    private void read(char c) {
        if (inString) {
            inString = escaped || c != '"';
            escaped = !escaped && c == '\\';
            return;
        }
        switch (c) {
            case '"' -> inString = true;
            case '{', '[' -> depth++;
            case '}', ']' -> {
                depth--;
                reached = depth == 0;
            }
            default -> {}
        }
    }

    /** Returns true once the object has ended. */
    boolean reached() {
        return reached;
    }
}
