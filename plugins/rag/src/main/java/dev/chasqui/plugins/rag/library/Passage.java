package dev.chasqui.plugins.rag.library;

/**
 * A piece of a document that a search returns.
 *
 * @param collection the collection that holds the document
 * @param document the document's name
 * @param position the piece's index in its document, from 0
 * @param text the piece's text, unchanged
 * @param score the match with the question, higher is better; comparable only within one search
 */
public record Passage(
        String collection, String document, int position, String text, double score) {}
