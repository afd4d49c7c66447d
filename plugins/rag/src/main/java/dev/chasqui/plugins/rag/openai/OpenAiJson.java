package dev.chasqui.plugins.rag.openai;

import dev.chasqui.domain.json.Json;
import dev.chasqui.plugins.rag.filestore.AttachedFile.Status;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of replies that several routes share. */
final class OpenAiJson {
    private OpenAiJson() {}

    /** The confirmation that a thing is gone. */
    static Json.Obj deleted(String id, String object) {
        return Json.Obj.EMPTY
                .with("id", Json.of(id))
                .with("object", Json.of(object))
                .with("deleted", Json.of(true));
    }

    /** A time in seconds since 1970, or null. */
    static Json time(Optional<Instant> time) {
        return time.map(known -> Json.of(known.getEpochSecond())).orElse(Json.Null.NULL);
    }

    /** The numbers of files by their status. */
    static Json.Obj counts(Map<Status, Long> files) {
        Json.Obj counts = Json.Obj.EMPTY;
        long total = 0;
        for (Status status : Status.values()) {
            long count = files.getOrDefault(status, 0L);
            counts = counts.with(status.word(), Json.of(count));
            total += count;
        }
        return counts.with("total", Json.of(total));
    }

    /** A page of texts or passages, which has no further one. */
    static Json.Obj whole(String object, List<Json> data) {
        return Json.Obj.EMPTY
                .with("object", Json.of(object))
                .with("data", new Json.Arr(data))
                .with("has_more", Json.of(false))
                .with("next_page", Json.Null.NULL);
    }

    /** A content part with a text. */
    static Json.Obj text(String text) {
        return Json.Obj.EMPTY.with("type", Json.of("text")).with("text", Json.of(text));
    }
}
