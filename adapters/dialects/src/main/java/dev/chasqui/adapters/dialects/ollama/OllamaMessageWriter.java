package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A writer of the messages of one request in their order. The result of a tool gets the tool's name
 * from the call that it answers.
 */
final class OllamaMessageWriter {
    private final boolean keepsExtras;
    private final Set<String> dropped;
    private final Map<String, String> toolNames = new HashMap<>();

    /**
     * @param messages all messages, since the name of a call stands in the message that holds the
     *     call
     * @param keepsExtras true if unknown members come from an Ollama's client and may go to an
     *     Ollama
     * @param dropped receives the names of the members that have no meaning to an Ollama
     */
    OllamaMessageWriter(List<Message> messages, boolean keepsExtras, Set<String> dropped) {
        this.keepsExtras = keepsExtras;
        this.dropped = dropped;
        for (Message message : messages) {
            message.toolCalls().forEach(call -> toolNames.put(call.id(), call.name()));
        }
    }

    /**
     * Returns one message.
     *
     * @param index its position, for messages of failures
     * @throws FailureException with {@code Invalid} if this dialect cannot express it
     */
    Json.Obj write(int index, Message message) {
        String path = "messages[" + index + "]";
        List<String> texts = new ArrayList<>();
        List<Json> images = new ArrayList<>();
        for (int i = 0; i < message.content().size(); i++) {
            writePart(path + ".content[" + i + "]", message.content().get(i), texts, images);
        }
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("role", Json.of(role(message.role()).name()));
        members.put("content", Json.of(String.join("\n", texts)));
        message.reasoning().ifPresent(text -> members.put("thinking", Json.of(text)));
        if (!images.isEmpty()) {
            members.put("images", new Json.Arr(images));
        }
        List<ToolCall> calls = message.toolCalls().stream().filter(this::isOfFunction).toList();
        if (!calls.isEmpty()) {
            members.put(
                    "tool_calls",
                    new Json.Arr(OllamaToolCalls.ofMessage(path + ".tool_calls", calls)));
        }
        toolName(message).ifPresent(name -> members.put("tool_name", Json.of(name)));
        message.toolCallId().ifPresent(id -> members.put("tool_call_id", Json.of(id)));
        if (keepsExtras) {
            members.putAll(message.extras().members());
        } else {
            drop("messages.", message.extras());
        }
        return new Json.Obj(members);
    }

    /**
     * Returns true for a call of a function. A call of another type has no name that an Ollama
     * could read, and is dropped.
     */
    private boolean isOfFunction(ToolCall call) {
        Optional<String> type = call.extras().text("type");
        if (type.isPresent()) {
            dropped.add("messages.tool_calls." + type.get());
        } else {
            drop("messages.tool_calls.", call.extras());
        }
        return type.isEmpty();
    }

    private void drop(String path, Json.Obj extras) {
        extras.members().keySet().forEach(name -> dropped.add(path + name));
    }

    private static Role role(Role role) {
        if (role.equals(Role.DEVELOPER)) {
            return Role.SYSTEM;
        }
        return role.equals(Role.FUNCTION) ? Role.TOOL : role;
    }

    private Optional<String> toolName(Message message) {
        if (role(message.role()).equals(Role.TOOL)) {
            return message.toolCallId()
                    .flatMap(id -> Optional.ofNullable(toolNames.get(id)))
                    .or(message::name);
        }
        if (message.name().isPresent()) {
            dropped.add("messages.name");
        }
        return Optional.empty();
    }

    private void writePart(String path, Part part, List<String> texts, List<Json> images) {
        switch (part) {
            case Part.Text text -> {
                texts.add(text.text());
                drop("messages.content.", text.extras());
            }
            case Part.Image image -> {
                if (image.detail().isPresent()) {
                    dropped.add("image_url.detail");
                }
                drop("image_url.", image.extras().object("image_url"));
                drop("messages.content.", image.extras().without("image_url"));
                images.add(Json.of(base64(path, image.data())));
            }
            case Part.Other(Json.Obj value, var _) -> {
                if (value.get("input_audio").orElse(Json.Null.NULL) instanceof Json.Obj audio
                        && audio.text("data").isPresent()) {
                    images.add(Json.of(audio.text("data").get()));
                    drop("input_audio.", audio.without("data"));
                } else {
                    texts.add(refusal(path, value));
                }
                drop(
                        "messages.content.",
                        value.without("type").without("input_audio").without("refusal"));
            }
        }
    }

    private static String base64(String path, Part.Data data) {
        return switch (data) {
            case Part.Data.Inline(String mediaType, String base64) -> base64;
            case Part.Data.Address ignored ->
                    throw invalid(
                            path + ".image_url.url",
                            "this model's backend takes images only as data (expected: a data:"
                                    + " address in base64)");
        };
    }

    private static String refusal(String path, Json.Obj part) {
        return part.text("refusal")
                .orElseThrow(
                        () ->
                                invalid(
                                        path,
                                        "a part of type '"
                                                + part.text("type").orElse("")
                                                + "' (expected: text, image_url or input_audio;"
                                                + " this model's backend takes no other)"));
    }

    private static FailureException invalid(String path, String why) {
        return new FailureException(new Failure.Invalid(path, path + ": " + why));
    }
}
