package dev.chasqui.domain.chat;

import dev.chasqui.domain.json.Json;

/** The form that the reply's text must have. */
public sealed interface ReplyFormat {
    /** Free text. */
    record Text() implements ReplyFormat {}

    /** Any JSON object. */
    record JsonObject() implements ReplyFormat {}

    /**
     * JSON that fits a schema.
     *
     * @param name the client's name for the schema
     * @param extras members beside name and schema that we do not know, such as {@code strict}
     */
    record JsonSchema(String name, Json schema, Json.Obj extras) implements ReplyFormat {}

    /** A format of a kind that we carry without understanding it. */
    record Other(Json value) implements ReplyFormat {}

    /** Returns true if a program will read the reply, so that no agent may add prose to it. */
    default boolean structured() {
        return !(this instanceof Text);
    }
}
