package dev.chasqui.plugins.branches;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads JSON that a model wrote. */
public final class JsonText {
    private JsonText() {}

    /**
     * Returns the value of a text; empty if the text is not exactly one JSON value, or is ambiguous
     * because a member repeats.
     */
    public static Optional<Json> read(String text) {
        try {
            return Optional.of(JsonReader.read(text.getBytes(StandardCharsets.UTF_8)));
        } catch (FailureException notJson) {
            return Optional.empty();
        }
    }
}
