package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.LoadedModel;
import dev.chasqui.domain.size.ByteSize;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A reader of the models that an Ollama holds in memory. */
public final class OllamaLoadedModels {
    private OllamaLoadedModels() {}

    /**
     * Returns the models of an answer to {@code GET /api/ps}; an entry without a name is skipped.
     */
    public static List<LoadedModel> in(Json.Obj answer) {
        return answer.get("models").orElse(Json.Null.NULL) instanceof Json.Arr(List<Json> entries)
                ? entries.stream()
                        .filter(Json.Obj.class::isInstance)
                        .flatMap(entry -> loaded((Json.Obj) entry).stream())
                        .toList()
                : List.of();
    }

    private static Optional<LoadedModel> loaded(Json.Obj entry) {
        return entry.text("model")
                .or(() -> entry.text("name"))
                .map(
                        id ->
                                new LoadedModel(
                                        id,
                                        contextLength(entry),
                                        size(entry, "size"),
                                        size(entry, "size_vram"),
                                        entry.text("expires_at"),
                                        entry.text("digest"),
                                        entry.get("details")
                                                .filter(Json.Obj.class::isInstance)
                                                .map(Json.Obj.class::cast)));
    }

    private static OptionalInt contextLength(Json.Obj entry) {
        return entry.get("context_length").orElse(Json.Null.NULL) instanceof Json.Num number
                        && number.doubleValue() >= 1
                        && number.doubleValue() <= Integer.MAX_VALUE
                ? OptionalInt.of((int) number.longValue())
                : OptionalInt.empty();
    }

    private static Optional<ByteSize> size(Json.Obj entry, String name) {
        return entry.get(name).orElse(Json.Null.NULL) instanceof Json.Num number
                        && number.doubleValue() >= 0
                ? Optional.of(new ByteSize(number.longValue()))
                : Optional.empty();
    }
}
