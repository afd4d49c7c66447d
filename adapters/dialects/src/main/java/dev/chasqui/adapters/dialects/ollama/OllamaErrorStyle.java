package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

import java.util.Optional;

/** The form of errors for Ollama's clients. */
final class OllamaErrorStyle implements ErrorStyle {
    static final OllamaErrorStyle INSTANCE = new OllamaErrorStyle();

    private OllamaErrorStyle() {}

    /** Returns {@code {"error":"…"}} without a line break. */
    @Override
    public byte[] body(Failure failure) {
        return Json.Obj.EMPTY.with("error", Json.of(failure.message())).toBytes();
    }

    @Override
    public Optional<String> unknownPath() {
        return Optional.of("404 page not found");
    }
}
