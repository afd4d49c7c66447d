package dev.chasqui.plugins.rag.intake;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Facts that the sender of a document states beside its content.
 *
 * @param metadata keys and values; they go before those that the file itself states
 * @param modified the time of the file's last change
 */
public record DocumentFacts(Map<String, String> metadata, Optional<Instant> modified) {

    /** No facts. */
    public static final DocumentFacts NONE = new DocumentFacts(Map.of(), Optional.empty());

    public DocumentFacts {
        metadata = Map.copyOf(metadata);
    }
}
