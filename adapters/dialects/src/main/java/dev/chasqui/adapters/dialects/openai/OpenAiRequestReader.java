package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.adapters.dialects.request.SliceSource;
import dev.chasqui.adapters.dialects.request.ToolDefinitions;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;
import dev.chasqui.domain.json.reading.JsonReader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A reader of whole requests. It keeps unknown members unchanged. */
public final class OpenAiRequestReader {
    private static final String TYPE = "type";

    private final BodyScan scan;
    private final Members body;

    private OpenAiRequestReader(BodyScan scan) {
        this.scan = scan;
        this.body =
                new Members(
                        "", (Json.Obj) JsonReader.readRequest(scan.body(), 0, scan.body().length));
    }

    /**
     * Decodes a body.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the field
     *     by its path
     */
    public static Conversation conversation(BodyScan scan) {
        return new OpenAiRequestReader(scan).conversation();
    }

    private Conversation conversation() {
        return new Conversation(
                messages(),
                ToolDefinitions.read(body),
                OpenAiSettings.read(body),
                metadata(),
                body.except(OpenAiFields.KNOWN));
    }

    private List<Message> messages() {
        List<Json> items = body.items("messages");
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Members item = Members.of("messages[" + i + "]", items.get(i));
            messages.add(
                    message(item, SliceSource.of(scan, scan.messages().get(i), Dialect.OPENAI)));
        }
        return messages;
    }

    private static Message message(Members message, SliceSource source) {
        String reasoning =
                message.value("reasoning_content").isPresent() ? "reasoning_content" : "reasoning";
        boolean thought = message.value(reasoning).orElse(null) instanceof Json.Str;
        Json.Obj extras = message.except("role", "content", "tool_calls", "tool_call_id", "name");
        return new Message(
                Role.of(message.requiredText("role")),
                content(message),
                thought ? message.text(reasoning) : Optional.empty(),
                toolCalls(message),
                message.text("tool_call_id"),
                message.text("name"),
                thought ? extras.without(reasoning) : extras,
                Optional.of(source));
    }

    private static List<Part> content(Members message) {
        return switch (message.object().members().get("content")) {
            case null -> List.of();
            case Json.Null ignored -> List.of();
            case Json.Str(String text) -> List.of(new Part.Text(text));
            case Json.Arr(List<Json> items) -> parts(message.path("content"), items);
            case Json other ->
                    throw Invalid.value(
                            message.path("content"), other, "a string, an array of parts or null");
        };
    }

    private static List<Part> parts(String path, List<Json> items) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Members item = Members.of(path + "[" + i + "]", items.get(i));
            parts.add(
                    switch (item.text(TYPE).orElse("")) {
                        case "text" ->
                                new Part.Text(item.requiredText("text"), item.except(TYPE, "text"));
                        case "image_url" -> OpenAiImages.read(item);
                        default -> new Part.Other(item.object());
                    });
        }
        return parts;
    }

    private static List<ToolCall> toolCalls(Members message) {
        List<Json> items = message.items("tool_calls");
        List<ToolCall> calls = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Members call = Members.of(message.path("tool_calls[" + i + "]"), items.get(i));
            calls.add(toolCall(call));
        }
        return calls;
    }

    /**
     * Reads a call. A call of an unknown type keeps its type among the extras; other members of a
     * function than name and arguments are kept in a {@code function} there.
     */
    private static ToolCall toolCall(Members call) {
        String id = call.text("id").orElse("");
        if (!call.text(TYPE).orElse("function").equals("function")) {
            return new ToolCall(id, "", "", call.except("id"));
        }
        Members function =
                call.members("function")
                        .orElseThrow(
                                () ->
                                        Invalid.missing(
                                                call.path("function"), JsonKind.OBJECT.words()));
        Json.Obj extras = call.except("id", TYPE, "function");
        Json.Obj rest = function.except("name", "arguments");
        return new ToolCall(
                id,
                function.requiredText("name"),
                function.text("arguments").orElse(""),
                rest.isEmpty() ? extras : extras.with("function", rest));
    }

    /**
     * Reads the labels. By OpenAI's rule they are strings; any other value is kept as its JSON
     * text.
     */
    private Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        body.members("metadata")
                .ifPresent(
                        labels ->
                                labels.object()
                                        .members()
                                        .forEach(
                                                (name, value) -> metadata.put(name, plain(value))));
        return metadata;
    }

    private static String plain(Json value) {
        return value instanceof Json.Str(String text) ? text : value.toString();
    }
}
