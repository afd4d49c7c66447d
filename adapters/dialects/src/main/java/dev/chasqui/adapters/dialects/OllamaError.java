package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What an Ollama says went wrong.
 *
 * <p>Its {@code error} is a text, but where its runner failed the text often is the runner's own
 * JSON, which is unwrapped here; other servers of this dialect send an object.
 *
 * @param type the kind of error in the runner's words, where it has some
 */
record OllamaError(String message, Optional<String> type) {
    private static final int MAX_TEXT = 500;

    /** The error of an answer's body, which may be anything. */
    static OllamaError ofBody(byte[] body) {
        try {
            return of(JsonReader.read(body));
        } catch (FailureException e) {
            return plain(new String(body, StandardCharsets.UTF_8).strip());
        }
    }

    /** The error of an object that has one, or of the value of its member {@code error}. */
    static OllamaError of(Json value) {
        return switch (value) {
            case Json.Obj object when object.get("error").isPresent() ->
                    of(object.get("error").get());
            case Json.Obj object when object.text("message").isPresent() ->
                    new OllamaError(shortened(object.text("message").get()), object.text("type"));
            case Json.Str(String text) when text.startsWith("{") ->
                    ofBody(text.getBytes(StandardCharsets.UTF_8));
            case Json.Str(String text) -> plain(text);
            default -> plain(value.toString());
        };
    }

    private static OllamaError plain(String text) {
        return new OllamaError(
                text.isEmpty() ? "it did not say why" : shortened(text), Optional.empty());
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }
}
