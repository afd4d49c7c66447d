package dev.chasqui.plugins.rag.filestore;

import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The facts of a vector store that its collection does not have.
 *
 * @param collection the name of its collection
 * @param name the name that clients see
 * @param owner the user who made it; empty if all callers share it
 * @param created the time when it was made
 * @param metadata the client's own members
 * @param expiresAfter the time without use after which it is over; empty if it stays
 * @param lastActive the time of the last use
 */
public record StoreFacts(
        String collection,
        String name,
        Optional<String> owner,
        Instant created,
        Json.Obj metadata,
        Optional<Duration> expiresAfter,
        Instant lastActive) {

    /** Returns the time when it expires; empty if it stays. */
    public Optional<Instant> expires() {
        return expiresAfter.map(lastActive::plus);
    }

    /** Returns true if it has expired. */
    public boolean isOver(Instant now) {
        return expires().filter(time -> !now.isBefore(time)).isPresent();
    }

    /** Returns these facts with other ones that a client may change. */
    public StoreFacts with(String newName, Json.Obj newMetadata, Optional<Duration> newExpiry) {
        return new StoreFacts(
                collection, newName, owner, created, newMetadata, newExpiry, lastActive);
    }

    StoreFacts usedAt(Instant time) {
        return new StoreFacts(collection, name, owner, created, metadata, expiresAfter, time);
    }

    Json.Obj toJson() {
        Json.Obj facts =
                FactsJson.with(
                        Json.Obj.EMPTY
                                .with("collection", Json.of(collection))
                                .with("name", Json.of(name))
                                .with("created", Json.of(created.toEpochMilli()))
                                .with("metadata", metadata)
                                .with("lastActive", Json.of(lastActive.toEpochMilli())),
                        "owner",
                        owner);
        return expiresAfter
                .map(time -> facts.with("expiresAfter", Json.of(time.toSeconds())))
                .orElse(facts);
    }

    static Optional<StoreFacts> of(Json.Obj facts) {
        Instant created = FactsJson.time(facts, "created").orElse(Instant.EPOCH);
        return facts.text("collection")
                .map(
                        collection ->
                                new StoreFacts(
                                        collection,
                                        facts.text("name").orElse(collection),
                                        facts.text("owner"),
                                        created,
                                        facts.object("metadata"),
                                        FactsJson.number(facts, "expiresAfter")
                                                .map(Duration::ofSeconds),
                                        FactsJson.time(facts, "lastActive").orElse(created)));
    }
}
