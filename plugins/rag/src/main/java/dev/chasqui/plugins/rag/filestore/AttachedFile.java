package dev.chasqui.plugins.rag.filestore;

import dev.chasqui.domain.json.Json;
import dev.chasqui.plugins.rag.intake.DocumentFacts;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A file of a vector store.
 *
 * @param collection the collection of the store
 * @param fileId the id of the file
 * @param document the name of its document in the collection
 * @param status how far it is
 * @param problem the reason if it failed
 * @param created the time when it was attached
 * @param attributes the client's members, by which searches filter
 * @param batch the id of the batch it came in, if it did
 */
public record AttachedFile(
        String collection,
        String fileId,
        String document,
        Status status,
        Optional<Problem> problem,
        Instant created,
        Json.Obj attributes,
        Optional<String> batch) {

    /** The progress of an attached file. */
    public enum Status {
        IN_PROGRESS,
        COMPLETED,
        CANCELLED,
        FAILED;

        /** Returns the word in replies. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The reason why a file could not be added.
     *
     * @param code {@code unsupported_file}, {@code invalid_file} or {@code server_error}
     * @param message a sentence for the client
     */
    public record Problem(String code, String message) {}

    /** Returns the same file with another status. */
    AttachedFile with(Status other, Optional<Problem> reason) {
        return new AttachedFile(
                collection, fileId, document, other, reason, created, attributes, batch);
    }

    /** Returns the same file with other attributes. */
    AttachedFile withAttributes(Json.Obj other) {
        return new AttachedFile(
                collection, fileId, document, status, problem, created, other, batch);
    }

    /** Returns the facts about the document: its metadata are the attributes and the file's id. */
    DocumentFacts facts() {
        Map<String, String> metadata = new TreeMap<>();
        attributes
                .members()
                .forEach(
                        (key, value) ->
                                metadata.put(
                                        key,
                                        value instanceof Json.Str(String text)
                                                ? text
                                                : value.toString()));
        metadata.put("file_id", fileId);
        return new DocumentFacts(Optional.empty(), metadata, Optional.empty());
    }

    Json.Obj toJson() {
        Json.Obj facts =
                Json.Obj.EMPTY
                        .with("collection", Json.of(collection))
                        .with("file", Json.of(fileId))
                        .with("document", Json.of(document))
                        .with("status", Json.of(status.name()))
                        .with("created", Json.of(created.toEpochMilli()))
                        .with("attributes", attributes);
        facts = FactsJson.with(facts, "batch", batch);
        facts = FactsJson.with(facts, "code", problem.map(Problem::code));
        return FactsJson.with(facts, "message", problem.map(Problem::message));
    }

    static Optional<AttachedFile> of(Json.Obj facts) {
        Optional<String> collection = facts.text("collection");
        Optional<String> file = facts.text("file");
        Optional<String> document = facts.text("document");
        Optional<Status> status = facts.text("status").flatMap(AttachedFile::status);
        if (collection.isEmpty() || file.isEmpty() || document.isEmpty() || status.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new AttachedFile(
                        collection.get(),
                        file.get(),
                        document.get(),
                        status.get(),
                        facts.text("code")
                                .map(code -> new Problem(code, facts.text("message").orElse(""))),
                        FactsJson.time(facts, "created").orElse(Instant.EPOCH),
                        facts.object("attributes"),
                        facts.text("batch")));
    }

    private static Optional<Status> status(String name) {
        for (Status status : Status.values()) {
            if (status.name().equals(name)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
