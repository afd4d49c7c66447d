package dev.chasqui.plugins.rag.library;

/**
 * A piece of a document.
 *
 * @param collection the collection that holds the document
 * @param document the document's name
 * @param position which piece of its document it is, from 0
 * @param text as it stands in the document
 * @param score how well it fits the question; comparable within one search alone
 */
public record Passage(
        String collection, String document, int position, String text, double score) {}
