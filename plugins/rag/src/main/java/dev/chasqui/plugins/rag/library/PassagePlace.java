package dev.chasqui.plugins.rag.library;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The place of a passage in its document.
 *
 * @param title the document's title, if it has one
 * @param heading the headings above the passage, outermost first, joined by {@code >}; empty if
 *     there are none
 * @param page the page on which the passage begins, from 1; empty if the document has no pages
 * @param start the index of its first character in the document's text
 * @param end the index after its last character
 */
public record PassagePlace(
        Optional<String> title, String heading, OptionalInt page, int start, int end) {

    /** Returns the place of a text that is a whole document without title and headings. */
    public static PassagePlace whole(String text) {
        return new PassagePlace(Optional.empty(), "", OptionalInt.empty(), 0, text.length());
    }
}
