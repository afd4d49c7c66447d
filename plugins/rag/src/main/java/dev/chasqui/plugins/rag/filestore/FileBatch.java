package dev.chasqui.plugins.rag.filestore;

import dev.chasqui.domain.json.Json;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Files that were attached to a vector store together.
 *
 * @param id begins with {@code vsfb_}
 * @param collection the collection of the store
 * @param files the ids of the files
 * @param cancelled true if a client has cancelled it
 * @param created the time when they were attached
 */
public record FileBatch(
        String id, String collection, List<String> files, boolean cancelled, Instant created) {

    public FileBatch {
        files = List.copyOf(files);
    }

    FileBatch cancel() {
        return new FileBatch(id, collection, files, true, created);
    }

    Json.Obj toJson() {
        return Json.Obj.EMPTY
                .with("collection", Json.of(collection))
                .with("files", new Json.Arr(files.stream().map(Json::of).toList()))
                .with("cancelled", Json.of(cancelled))
                .with("created", Json.of(created.toEpochMilli()));
    }

    static FileBatch of(String id, Json.Obj facts) {
        List<String> files =
                facts.get("files").orElse(Json.Arr.EMPTY) instanceof Json.Arr(var items)
                        ? items.stream()
                                .filter(Json.Str.class::isInstance)
                                .map(item -> ((Json.Str) item).value())
                                .toList()
                        : List.of();
        return new FileBatch(
                id,
                facts.text("collection").orElse(""),
                files,
                facts.get("cancelled").equals(Optional.of(Json.of(true))),
                FactsJson.time(facts, "created").orElse(Instant.EPOCH));
    }
}
