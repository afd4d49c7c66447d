package dev.chasqui.plugins.rag.reading;

/**
 * What a passage is made of and never cut within: a sentence, a heading, or a part of a sentence
 * that is too long.
 *
 * @param tokens how many tokens it has, roughly
 * @param startsParagraph whether a blank line or the text's beginning is before it
 * @param isHeading whether it is a heading and nothing else
 * @param path the headings that it stands under
 */
record Piece(
        int start, int end, int tokens, boolean startsParagraph, boolean isHeading, String path) {}
