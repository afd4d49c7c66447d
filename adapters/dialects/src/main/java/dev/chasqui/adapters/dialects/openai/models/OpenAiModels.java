package dev.chasqui.adapters.dialects.openai.models;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.model.ModelInfo;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A reader of the list of {@code /v1/models}. */
public final class OpenAiModels {
    /** The beginning of the names in Google's list. */
    private static final String OF_GOOGLE = "models/";

    private OpenAiModels() {}

    public static List<ModelInfo> read(String backend, byte[] body) {
        Json list;
        try {
            list = JsonReader.read(body);
        } catch (FailureException e) {
            throw noList(backend, e.failure().message());
        }
        // Together's list is not within an object.
        return switch (list instanceof Json.Obj obj ? obj.members().get("data") : list) {
            case Json.Arr(List<Json> entries) ->
                    entries.stream()
                            .filter(Json.Obj.class::isInstance)
                            .map(Json.Obj.class::cast)
                            .filter(entry -> entry.text("id").isPresent())
                            .map(OpenAiModels::model)
                            .toList();
            // Ollama sends null if it has no model.
            case Json.Null ignored -> List.of();
            case null, default -> throw noList(backend, "expected an object with 'data'");
        };
    }

    private static ModelInfo model(Json.Obj entry) {
        return new ModelInfo(
                name(entry),
                number(entry, "created")
                        .filter(seconds -> seconds > 0 && seconds < Integer.MAX_VALUE * 2L)
                        .map(Instant::ofEpochSecond),
                number(entry.object("meta"), "size").orElse(0L),
                Optional.empty(),
                entry.text("owned_by"),
                Json.Obj.EMPTY,
                entry);
    }

    /** Returns the name that clients use; Google lists another form of it, too. */
    private static String name(Json.Obj entry) {
        String id = entry.text("id").orElseThrow();
        boolean ofGoogle = entry.text("owned_by").equals(Optional.of("google"));
        return ofGoogle && id.startsWith(OF_GOOGLE) ? id.substring(OF_GOOGLE.length()) : id;
    }

    private static Optional<Long> number(Json.Obj object, String name) {
        return object.members().get(name) instanceof Json.Num number
                ? Optional.of(number.longValue())
                : Optional.empty();
    }

    private static FailureException noList(String backend, String why) {
        return new FailureException(
                new Failure.BackendFailed(backend, "it sent no list of models: " + why));
    }
}
