package dev.chasqui.plugins.rag.store;

/**
 * That a document is in a collection, on disk and searchable.
 *
 * @param outcome what had to be done for it
 */
public record Receipt(String collection, StoredDocument document, Outcome outcome) {

    /** What adding a document did. */
    public enum Outcome {
        /** There was none of this name. */
        NEW,
        /** There was another version. */
        REPLACED,
        /** It was there already. */
        UNCHANGED
    }
}
