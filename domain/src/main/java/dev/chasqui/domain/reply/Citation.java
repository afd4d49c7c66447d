package dev.chasqui.domain.reply;

import java.net.URI;

/**
 * A passage that the model was given to answer from.
 *
 * @param number under which the passage stood in the request, and by which the answer's text cites
 *     it, as {@code [1]}
 * @param document the name of the document that it is from
 * @param collection the collection that holds the document
 * @param url where the document is found
 * @param passage the passage's text
 * @param cited whether the answer's text cites it
 */
public record Citation(
        int number, String document, String collection, URI url, String passage, boolean cited) {

    public Citation {
        if (number < 1) {
            throw new IllegalArgumentException("number: " + number + " (expected: at least 1)");
        }
    }
}
