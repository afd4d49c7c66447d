package dev.chasqui.plugins.branches;

import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.json.Json;

/** The form that the client requests for the text of answers. */
public enum AnswerForm {
    /** Prose for people; remarks may be added to the text. */
    PROSE,
    /** A JSON object. */
    JSON_OBJECT,
    /** Any JSON value that fits a schema. */
    JSON,
    /** A form that a program reads and this plug-in does not know. */
    OPAQUE;

    public static AnswerForm of(ReplyFormat format) {
        return switch (format) {
            case ReplyFormat.Text _ -> PROSE;
            case ReplyFormat.JsonObject _ -> JSON_OBJECT;
            case ReplyFormat.JsonSchema _ -> JSON;
            case ReplyFormat.Other _ -> OPAQUE;
        };
    }

    public boolean isJson() {
        return this == JSON_OBJECT || this == JSON;
    }

    /**
     * Returns the value of an answer that must be JSON.
     *
     * @throws Unusable if it is not JSON, or no object if an object is requested
     */
    public Json read(String text) {
        Json value =
                JsonText.read(text).orElseThrow(() -> new UnusableAnswer("the answer is not JSON"));
        if (this == JSON_OBJECT && !(value instanceof Json.Obj)) {
            throw new UnusableAnswer("the answer is not a JSON object");
        }
        return value;
    }
}
