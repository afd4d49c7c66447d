package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** JSON that a model wrote; what is not whole and unambiguous is none. */
final class JsonText {
    private JsonText() {}

    /** The value of the text; empty if it is anything but one JSON value. */
    static Optional<Json> read(String text) {
        try {
            return Optional.of(JsonReader.read(text.getBytes(StandardCharsets.UTF_8)));
        } catch (FailureException notJson) {
            return Optional.empty();
        }
    }
}
