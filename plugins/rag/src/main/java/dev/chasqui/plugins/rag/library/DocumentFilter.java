package dev.chasqui.plugins.rag.library;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A choice of documents. A document must fulfil all of it.
 *
 * @param after documents dated at this time or later; a document is dated by its metadata {@code
 *     date}, else by the time of its file, else by the time when it was added
 * @param before documents dated before this time
 * @param type the kind of file, such as {@code pdf}
 * @param metadata metadata that a document must have, each with exactly this value
 */
public record DocumentFilter(
        Optional<Instant> after,
        Optional<Instant> before,
        Optional<String> type,
        Map<String, String> metadata) {

    /** The choice of all documents. */
    public static final DocumentFilter ALL =
            new DocumentFilter(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

    public DocumentFilter {
        metadata = Map.copyOf(metadata);
    }
}
