package dev.chasqui.plugins.rag.intake;

import dev.chasqui.plugins.rag.store.StoredDocument;
import dev.chasqui.plugins.rag.store.Submission;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Facts that the sender of a document states beside its content.
 *
 * @param title the document's title, which replaces that of its file
 * @param metadata keys and values, which replace those of the same keys that the file states
 * @param modified the time of the file's last change
 */
public record DocumentFacts(
        Optional<String> title, Map<String, String> metadata, Optional<Instant> modified) {

    public DocumentFacts {
        metadata = Map.copyOf(metadata);
    }

    /**
     * Returns the submission with these facts.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if there is too much
     *     metadata
     */
    public Submission on(Submission submission) {
        Submission stated = submission.withMetadata(metadata);
        Submission dated = modified.map(stated::withModified).orElse(stated);
        return title.map(dated::withTitle).orElse(dated);
    }

    /** Returns true if a stored document has the title and the metadata of these facts. */
    boolean areOf(StoredDocument stored) {
        return stored.metadata().entrySet().containsAll(metadata.entrySet())
                && (title.isEmpty() || title.equals(stored.title()));
    }
}
