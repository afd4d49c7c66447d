package dev.chasqui.domain.session;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON form in which messages are stored. It loses nothing but the bytes that a message came
 * from: parts, calls of tools, reasoning, names, and members that we do not know are kept. A text
 * part is {@code {"text"}}, an image {@code {"image":{"type","data"}}} or {@code
 * {"image":{"url"}}}, and any other part {@code {"other"}}. Has no state.
 */
public final class MessageJson {
    private MessageJson() {}

    /** Returns messages as the text of a JSON array. */
    public static String write(List<Message> messages) {
        return new Json.Arr(messages.stream().<Json>map(MessageJson::json).toList()).toString();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the text is something else
     */
    public static List<Message> read(String text) {
        return items(JsonReader.read(text.getBytes(StandardCharsets.UTF_8))).stream()
                .map(MessageJson::message)
                .toList();
    }

    /** Returns one message as JSON. */
    public static Json.Obj json(Message message) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("role", Json.of(message.role().name()));
        members.put(
                "content",
                new Json.Arr(message.content().stream().map(MessageJson::part).toList()));
        message.reasoning().ifPresent(text -> members.put("reasoning", Json.of(text)));
        if (!message.toolCalls().isEmpty()) {
            members.put(
                    "tool_calls",
                    new Json.Arr(message.toolCalls().stream().map(MessageJson::call).toList()));
        }
        message.toolCallId().ifPresent(id -> members.put("tool_call_id", Json.of(id)));
        message.name().ifPresent(name -> members.put("name", Json.of(name)));
        return withExtras(members, message.extras());
    }

    /**
     * Reads one message.
     *
     * @throws IllegalArgumentException if it is no message
     */
    public static Message message(Json json) {
        Json.Obj from = object(json);
        return new Message(
                Role.of(text(from, "role")),
                items(from.get("content").orElse(Json.Arr.EMPTY)).stream()
                        .map(MessageJson::part)
                        .toList(),
                from.text("reasoning"),
                items(from.get("tool_calls").orElse(Json.Arr.EMPTY)).stream()
                        .map(MessageJson::call)
                        .toList(),
                from.text("tool_call_id"),
                from.text("name"),
                from.object("extras"),
                Optional.empty());
    }

    private static Json part(Part part) {
        Map<String, Json> members = new LinkedHashMap<>();
        return switch (part) {
            case Part.Text(String text, Json.Obj extras) -> {
                members.put("text", Json.of(text));
                yield withExtras(members, extras);
            }
            case Part.Image(Part.Data data, Optional<String> detail, Json.Obj extras) -> {
                members.put("image", data(data));
                detail.ifPresent(text -> members.put("detail", Json.of(text)));
                yield withExtras(members, extras);
            }
            case Part.Other(Json.Obj value, Optional<String> words) -> {
                members.put("other", value);
                words.ifPresent(text -> members.put("words", Json.of(text)));
                yield new Json.Obj(members);
            }
        };
    }

    private static Part part(Json json) {
        Json.Obj from = object(json);
        if (from.text("text").isPresent()) {
            return new Part.Text(text(from, "text"), from.object("extras"));
        }
        return from.get("image")
                .<Part>map(
                        image ->
                                new Part.Image(
                                        data(object(image)),
                                        from.text("detail"),
                                        from.object("extras")))
                .orElseGet(() -> new Part.Other(from.object("other"), from.text("words")));
    }

    private static Json data(Part.Data data) {
        return switch (data) {
            case Part.Data.Inline(String type, String base64) ->
                    Json.Obj.EMPTY.with("type", Json.of(type)).with("data", Json.of(base64));
            case Part.Data.Address(String url) -> Json.Obj.EMPTY.with("url", Json.of(url));
        };
    }

    private static Part.Data data(Json.Obj from) {
        return from.text("url")
                .<Part.Data>map(Part.Data.Address::new)
                .orElseGet(() -> new Part.Data.Inline(text(from, "type"), text(from, "data")));
    }

    private static Json call(ToolCall call) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("id", Json.of(call.id()));
        members.put("name", Json.of(call.name()));
        members.put("arguments", Json.of(call.arguments()));
        return withExtras(members, call.extras());
    }

    private static ToolCall call(Json json) {
        Json.Obj from = object(json);
        return new ToolCall(
                text(from, "id"),
                text(from, "name"),
                text(from, "arguments"),
                from.object("extras"));
    }

    private static Json.Obj withExtras(Map<String, Json> members, Json.Obj extras) {
        if (!extras.isEmpty()) {
            members.put("extras", extras);
        }
        return new Json.Obj(members);
    }

    private static Json.Obj object(Json json) {
        if (json instanceof Json.Obj object) {
            return object;
        }
        throw new IllegalArgumentException("a stored message has something else than an object");
    }

    private static List<Json> items(Json json) {
        if (json instanceof Json.Arr(List<Json> items)) {
            return items;
        }
        throw new IllegalArgumentException("a stored message has something else than an array");
    }

    private static String text(Json.Obj from, String name) {
        return from.text(name)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "a stored message lacks the text '" + name + "'"));
    }
}
