package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Source;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the messages of one request in their order.
 *
 * <p>Older clients give tool calls and their answers no ids. Other dialects demand them, so calls
 * get one here, and an answer that names none belongs to the first call that is open, of the tool
 * that it names if it names one.
 */
final class OllamaMessageReader {
    private static final Set<String> KNOWN =
            Set.of(
                    "role",
                    "content",
                    "images",
                    "thinking",
                    "tool_calls",
                    "tool_name",
                    "tool_call_id");

    private final List<ToolCall> open = new ArrayList<>();
    private int calls;

    /**
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the
     *     member that has a wrong type
     */
    Message read(OllamaMembers message, Optional<Source> source) {
        Role role = Role.of(message.text("role").orElse(""));
        List<ToolCall> toolCalls = toolCalls(message);
        Optional<String> toolName = message.text("tool_name").filter(name -> !name.isEmpty());
        return new Message(
                role,
                content(message, "content"),
                message.text("thinking").filter(text -> !text.isEmpty()),
                toolCalls,
                role.equals(Role.TOOL) ? answered(message, toolName) : Optional.empty(),
                toolName,
                message.except(KNOWN),
                source);
    }

    /**
     * Text and images.
     *
     * @param textMember {@code content} of a message, {@code prompt} of a request
     */
    static List<Part> content(OllamaMembers speaker, String textMember) {
        List<Part> parts = new ArrayList<>();
        if (speaker.value(textMember) instanceof Json.Arr) {
            throw speaker.wrong(textMember, "a string; images go into 'images'");
        }
        speaker.text(textMember).ifPresent(text -> parts.add(new Part.Text(text)));
        List<String> images = speaker.texts("images");
        for (int i = 0; i < images.size(); i++) {
            parts.add(image(speaker, i, images.get(i)));
        }
        return parts;
    }

    private static Part image(OllamaMembers speaker, int index, String base64) {
        String mediaType =
                OllamaImages.mediaType(base64)
                        .orElseThrow(
                                () ->
                                        speaker.wrong(
                                                "images[" + index + "]",
                                                Json.of(base64),
                                                "base64 without a prefix"));
        return new Part.Image(new Part.Data.Inline(mediaType, base64));
    }

    private List<ToolCall> toolCalls(OllamaMembers message) {
        List<ToolCall> read = new ArrayList<>();
        for (int i = 0; i < message.items("tool_calls").size(); i++) {
            ToolCall call = toolCall(message.item("tool_calls", i));
            read.add(call);
            open.add(call);
        }
        return read;
    }

    private ToolCall toolCall(OllamaMembers call) {
        OllamaMembers function =
                call.object("function").orElseThrow(() -> call.wrong("function", "an object"));
        String id = call.text("id").filter(text -> !text.isEmpty()).orElse("call_" + calls);
        calls++;
        return new ToolCall(
                id,
                function.text("name").orElse(""),
                function.object("arguments")
                        .map(OllamaMembers::object)
                        .orElse(Json.Obj.EMPTY)
                        .toString(),
                call.except(Set.of("id", "type", "function")));
    }

    /** The id of the call that a tool's message answers. */
    private Optional<String> answered(OllamaMembers message, Optional<String> toolName) {
        Optional<String> told = message.text("tool_call_id").filter(id -> !id.isEmpty());
        Optional<String> id =
                told.or(
                        () ->
                                open.stream()
                                        .filter(
                                                call ->
                                                        toolName.map(call.name()::equals)
                                                                .orElse(true))
                                        .map(ToolCall::id)
                                        .findFirst());
        open.removeIf(call -> id.isPresent() && call.id().equals(id.get()));
        return id;
    }
}
