package dev.chasqui.plugins.rag.library;

/**
 * A piece of a document that a search returns.
 *
 * @param collection the collection that holds the document
 * @param document the document's name
 * @param position the piece's index in its document, from 0
 * @param place the piece's place in its document
 * @param text the piece's text, unchanged, without the headings above it
 * @param score the match with the question, higher is better; comparable only within one list
 */
public record Passage(
        String collection,
        String document,
        int position,
        PassagePlace place,
        String text,
        double score) {

    /** Returns the passage as it is quoted: below its headings, if there are any. */
    public String quoted() {
        return place.heading().isEmpty() ? text : place.heading() + "\n\n" + text;
    }

    /** Returns this passage with another text. */
    public Passage withText(String other) {
        return new Passage(collection, document, position, place, other, score);
    }

    /** Returns this passage with another score. */
    public Passage withScore(double other) {
        return new Passage(collection, document, position, place, text, other);
    }
}
