package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a backend's answer to {@code GET /api/tags}. */
final class OllamaModelList {
    private OllamaModelList() {}

    /**
     * The models in the backend's order.
     *
     * @throws FailureException with {@code BackendFailed} if it is no such list
     */
    static List<ModelInfo> read(String backend, byte[] body) {
        List<ModelInfo> models = new ArrayList<>();
        try {
            if (JsonReader.read(body) instanceof Json.Obj list) {
                for (Json entry : new Members("", list).items("models")) {
                    models.add(model(Members.of("models[" + models.size() + "]", entry)));
                }
                return models;
            }
        } catch (FailureException e) {
            throw failed(backend, e.failure().message());
        }
        throw failed(backend, "the body is not a JSON object");
    }

    private static FailureException failed(String backend, String why) {
        return new FailureException(
                new Failure.BackendFailed(backend, "it sent no list of models: " + why));
    }

    private static ModelInfo model(Members entry) {
        String id =
                entry.text("model")
                        .or(() -> entry.text("name"))
                        .orElseThrow(
                                () ->
                                        Invalid.missing(
                                                entry.path("model"), JsonKind.STRING.words()));
        return new ModelInfo(
                id,
                entry.text("modified_at").flatMap(OllamaModelList::instant),
                entry.value("size").orElse(Json.Null.NULL) instanceof Json.Num size
                        ? (long) size.doubleValue()
                        : 0,
                entry.text("digest").filter(digest -> !digest.isEmpty()),
                Optional.empty(),
                entry.members("details").map(Members::object).orElse(Json.Obj.EMPTY),
                entry.object());
    }

    /** A time that cannot be read is no reason to lose the model. */
    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
