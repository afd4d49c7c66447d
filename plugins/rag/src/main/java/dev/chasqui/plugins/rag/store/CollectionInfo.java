package dev.chasqui.plugins.rag.store;

import java.time.Instant;
import java.util.Map;

/**
 * The figures of a collection.
 *
 * @param name the collection's name
 * @param documents the number of its documents
 * @param passages the number of their passages
 * @param bytes the size of the added files and texts, in bytes
 * @param updated the time when a document was last added or removed
 */
public record CollectionInfo(
        String name, int documents, long passages, long bytes, Instant updated) {

    private static final String DOCUMENTS = "documents";
    private static final String PASSAGES = "passages";
    private static final String BYTES = "bytes";
    private static final String UPDATED = "updated";

    /** Returns the figures of a new collection. */
    static CollectionInfo empty(String name, Instant now) {
        return new CollectionInfo(name, 0, 0, 0, now);
    }

    CollectionInfo plus(StoredDocument document, Instant now) {
        return new CollectionInfo(
                name, documents + 1, passages + document.passages(), bytes + document.bytes(), now);
    }

    CollectionInfo minus(StoredDocument document, Instant now) {
        return new CollectionInfo(
                name, documents - 1, passages - document.passages(), bytes - document.bytes(), now);
    }

    /**
     * Returns the figures as data of a commit. They are written with each commit, so that they
     * match it exactly.
     */
    Map<String, String> toCommit() {
        return Map.of(
                DOCUMENTS, Integer.toString(documents),
                PASSAGES, Long.toString(passages),
                BYTES, Long.toString(bytes),
                UPDATED, updated.toString());
    }

    static CollectionInfo ofCommit(String name, Map<String, String> data) {
        return new CollectionInfo(
                name,
                Integer.parseInt(data.getOrDefault(DOCUMENTS, "0")),
                Long.parseLong(data.getOrDefault(PASSAGES, "0")),
                Long.parseLong(data.getOrDefault(BYTES, "0")),
                Instant.parse(data.getOrDefault(UPDATED, Instant.EPOCH.toString())));
    }
}
