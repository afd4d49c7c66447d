package dev.chasqui.plugins.rag.store;

/**
 * The confirmation that a document is in a collection, on disk and searchable.
 *
 * @param collection the collection's name
 * @param document the document's description
 * @param outcome the effect of adding it
 */
public record Receipt(String collection, StoredDocument document, Outcome outcome) {

    /** The effect of adding a document. */
    public enum Outcome {
        /** There was no document of this name. */
        NEW,
        /** Another version was replaced. */
        REPLACED,
        /** The collection held this version already. */
        UNCHANGED
    }
}
