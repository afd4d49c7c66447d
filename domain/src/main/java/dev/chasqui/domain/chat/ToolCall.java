package dev.chasqui.domain.chat;

import dev.chasqui.domain.json.Json;

/**
 * The model's request to call a function.
 *
 * @param id the identifier that the tool's answer refers to
 * @param name the function's name
 * @param arguments the arguments as JSON text, as the model wrote them (it may be invalid)
 * @param extras members beside these that we do not know
 */
public record ToolCall(String id, String name, String arguments, Json.Obj extras) {
    public ToolCall(String id, String name, String arguments) {
        this(id, name, arguments, Json.Obj.EMPTY);
    }
}
