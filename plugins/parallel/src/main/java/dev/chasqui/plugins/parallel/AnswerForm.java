package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.json.Json;

/** What the client wants the answers' text to be. */
enum AnswerForm {
    /** Prose for people: what is to be told may stand in the text. */
    PROSE,
    /** A JSON object. */
    JSON_OBJECT,
    /** JSON of any kind, as a schema says. */
    JSON,
    /** Something that a program reads and we do not. */
    OPAQUE;

    static AnswerForm of(ReplyFormat format) {
        return switch (format) {
            case ReplyFormat.Text _ -> PROSE;
            case ReplyFormat.JsonObject _ -> JSON_OBJECT;
            case ReplyFormat.JsonSchema _ -> JSON;
            case ReplyFormat.Other _ -> OPAQUE;
        };
    }

    boolean isJson() {
        return this == JSON_OBJECT || this == JSON;
    }

    /**
     * The value of an answer that must be JSON.
     *
     * @throws Unusable if it is not
     */
    Json read(String text) {
        Json value = JsonText.read(text).orElseThrow(() -> new Unusable("the answer is not JSON"));
        if (this == JSON_OBJECT && !(value instanceof Json.Obj)) {
            throw new Unusable("the answer is not a JSON object");
        }
        return value;
    }
}
