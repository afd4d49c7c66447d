package dev.chasqui.plugins.rag.store;

import java.time.Instant;
import java.util.Map;

/**
 * What is known of a collection.
 *
 * @param bytes of its documents as they came
 * @param updated when a document was added or removed last
 */
public record CollectionInfo(
        String name, int documents, long passages, long bytes, Instant updated) {

    private static final String DOCUMENTS = "documents";
    private static final String PASSAGES = "passages";
    private static final String BYTES = "bytes";
    private static final String UPDATED = "updated";

    /** A collection as it is made. */
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

    /** As it is written with each commit, so that the figures are true of that very commit. */
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
