package dev.chasqui.plugins.rag.filestore;

import dev.chasqui.domain.json.Json;

import java.time.Instant;
import java.util.Optional;

/**
 * A file that a client has uploaded, without its bytes.
 *
 * @param id begins with {@code file-}
 * @param owner the user who uploaded it; empty if the server had no keys then
 * @param name the name that the client gave; it is data and never a path
 * @param purpose the client's purpose, such as {@code assistants}
 * @param bytes its size
 * @param contentType the content type that the client declared
 * @param created the time of the upload
 * @param expires the time from which on it is gone; empty if it stays
 */
public record StoredFile(
        String id,
        Optional<String> owner,
        String name,
        String purpose,
        long bytes,
        Optional<String> contentType,
        Instant created,
        Optional<Instant> expires) {

    /** Returns true if the file has expired. */
    boolean isOver(Instant now) {
        return expires.filter(time -> !now.isBefore(time)).isPresent();
    }

    Json.Obj toJson() {
        Json.Obj facts =
                Json.Obj.EMPTY
                        .with("name", Json.of(name))
                        .with("purpose", Json.of(purpose))
                        .with("bytes", Json.of(bytes))
                        .with("created", Json.of(created.toEpochMilli()));
        facts = FactsJson.with(facts, "owner", owner);
        facts = FactsJson.with(facts, "contentType", contentType);
        return expires.isEmpty()
                ? facts
                : facts.with("expires", Json.of(expires.get().toEpochMilli()));
    }

    static StoredFile of(String id, Json.Obj facts) {
        return new StoredFile(
                id,
                facts.text("owner"),
                facts.text("name").orElse(id),
                facts.text("purpose").orElse("assistants"),
                FactsJson.number(facts, "bytes").orElse(0L),
                facts.text("contentType"),
                FactsJson.time(facts, "created").orElse(Instant.EPOCH),
                FactsJson.time(facts, "expires"));
    }
}
