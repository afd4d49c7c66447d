package dev.chasqui.plugins.rag.reading;

/**
 * A part of a passage that is never cut: a sentence, a heading, a row of a table, a line of code,
 * or a part of these if they are too long.
 *
 * @param start the index of its first character
 * @param end the index after its last character
 * @param tokens an estimate of its tokens
 * @param role its part in the structure of the text
 * @param path the headings above it, outermost first; for a row of a table the names of its columns
 *     too
 */
record TextPiece(int start, int end, int tokens, Role role, String path) {

    /** The part of a piece in the structure of its text. */
    enum Role {
        /** A heading and nothing else. */
        HEADING,
        /** The beginning of a paragraph. */
        PARAGRAPH,
        /** The beginning of lines that stay together where they fit, such as code. */
        BLOCK,
        /** Anything else. */
        REST
    }

    boolean isHeading() {
        return role == Role.HEADING;
    }
}
