package dev.chasqui.domain.reply;

import java.net.URI;

/**
 * A passage that the model was given to answer from.
 *
 * @param number the number of the passage in the request; the answer's text cites it as {@code [1]}
 * @param document the name of the document that the passage is from
 * @param collection the collection that holds the document
 * @param url the address of the document
 * @param passage the passage's text
 * @param cited true if the answer's text cites it
 */
public record Citation(
        int number, String document, String collection, URI url, String passage, boolean cited) {

    public Citation {
        if (number < 1) {
            throw new IllegalArgumentException("number: " + number + " (expected: at least 1)");
        }
    }
}
