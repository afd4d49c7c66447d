package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The arguments of tool calls, which some dialects hold as a text and others as an object. */
public final class ToolArguments {
    private ToolArguments() {}

    /**
     * Returns the JSON object of a text; an empty object for an empty text, and empty if the text
     * is not a JSON object.
     */
    public static Optional<Json.Obj> object(String text) {
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
