package dev.chasqui.plugins.rag.reading;

/**
 * A part of a passage that is never cut: a sentence, a heading, or a part of a sentence that is too
 * long.
 *
 * @param start the index of its first character
 * @param end the index after its last character
 * @param tokens an estimate of its tokens
 * @param startsParagraph true if a blank line or the text's beginning is before it
 * @param isHeading true if it is a heading and nothing else
 * @param path the headings above it, outermost first
 */
record TextPiece(
        int start, int end, int tokens, boolean startsParagraph, boolean isHeading, String path) {}
