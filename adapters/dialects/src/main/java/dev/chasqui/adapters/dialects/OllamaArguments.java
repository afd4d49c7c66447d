package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A tool call's arguments, which are an object to an Ollama and a text to everybody else. */
final class OllamaArguments {
    private OllamaArguments() {}

    /** The object that a text says, empty text being an empty object; empty if it says none. */
    static Optional<Json.Obj> object(String text) {
        if (text.isBlank()) {
            return Optional.of(Json.Obj.EMPTY);
        }
        try {
            return JsonReader.read(text.getBytes(StandardCharsets.UTF_8)) instanceof Json.Obj object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (FailureException e) {
            return Optional.empty();
        }
    }
}
