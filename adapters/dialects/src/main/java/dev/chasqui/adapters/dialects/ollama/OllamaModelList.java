package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.model.ModelInfo;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** A reader of a backend's answer to {@code GET /api/tags}. */
final class OllamaModelList {
    private OllamaModelList() {}

    /**
     * Returns the models in the backend's order. An entry without a name is skipped, so that the
     * others are not lost.
     *
     * @throws FailureException with {@code BackendFailed} if the body is not such a list
     */
    static List<ModelInfo> read(String backend, byte[] body) {
        Json list;
        try {
            list = JsonReader.read(body);
        } catch (FailureException e) {
            throw failed(backend, e.failure().message());
        }
        return switch (list instanceof Json.Obj obj ? obj.members().get("models") : null) {
            case Json.Arr(List<Json> entries) ->
                    entries.stream()
                            .filter(Json.Obj.class::isInstance)
                            .map(Json.Obj.class::cast)
                            .flatMap(entry -> model(entry).stream())
                            .toList();
            case Json.Null ignored -> List.of();
            case null, default -> throw failed(backend, "expected an object with 'models'");
        };
    }

    private static FailureException failed(String backend, String why) {
        return new FailureException(
                new Failure.BackendFailed(backend, "it sent no list of models: " + why));
    }

    private static Optional<ModelInfo> model(Json.Obj entry) {
        return named(entry, "model")
                .or(() -> named(entry, "name"))
                .map(
                        id ->
                                new ModelInfo(
                                        id,
                                        entry.text("modified_at").flatMap(OllamaModelList::instant),
                                        entry.members().get("size") instanceof Json.Num size
                                                ? (long) size.doubleValue()
                                                : 0,
                                        named(entry, "digest"),
                                        Optional.empty(),
                                        entry.object("details"),
                                        entry));
    }

    private static Optional<String> named(Json.Obj entry, String member) {
        return entry.text(member).filter(text -> !text.isEmpty());
    }

    /** Returns the time; empty if it cannot be parsed, so that the model is not lost. */
    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
