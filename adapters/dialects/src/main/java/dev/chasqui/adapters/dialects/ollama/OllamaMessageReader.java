package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.adapters.dialects.request.ToolCallIds;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Source;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A reader of the messages of a request.
 *
 * <p>Older clients send tool calls and their results without ids. These stay empty; {@link
 * ToolCallIds} generates ids if another dialect demands them.
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

    private OllamaMessageReader() {}

    /**
     * Reads one message; a message without a role is the user's, as it is to an Ollama.
     *
     * @throws FailureException with {@code Invalid} that names a member of the wrong type
     */
    static Message read(Members message, Source source) {
        return new Message(
                nonEmptyText(message, "role").map(Role::of).orElse(Role.USER),
                content(message, "content"),
                nonEmptyText(message, "thinking"),
                toolCalls(message),
                nonEmptyText(message, "tool_call_id"),
                nonEmptyText(message, "tool_name"),
                message.except(KNOWN),
                Optional.of(source));
    }

    private static Optional<String> nonEmptyText(Members message, String name) {
        return message.text(name).filter(text -> !text.isEmpty());
    }

    /**
     * Reads the text and the images.
     *
     * @param textMember {@code content} of a message, {@code prompt} of a request
     */
    static List<Part> content(Members speaker, String textMember) {
        List<Part> parts = new ArrayList<>();
        if (speaker.value(textMember).orElse(Json.Null.NULL) instanceof Json.Arr) {
            throw invalid(
                    speaker.path(textMember), "an array (expected: a string; images in 'images')");
        }
        speaker.text(textMember).ifPresent(text -> parts.add(new Part.Text(text)));
        List<String> images = speaker.texts("images");
        for (int i = 0; i < images.size(); i++) {
            parts.add(image(speaker.path("images[" + i + "]"), images.get(i)));
        }
        return parts;
    }

    private static Part image(String path, String base64) {
        String mediaType =
                OllamaImages.mediaType(base64)
                        .orElseThrow(
                                () ->
                                        invalid(
                                                path,
                                                "not base64 (expected: base64 without a prefix)"));
        return new Part.Image(new Part.Data.Inline(mediaType, base64));
    }

    /**
     * Returns the failure for a member. Its message does not quote the value, since that is what a
     * person wrote.
     */
    private static FailureException invalid(String path, String why) {
        return new FailureException(new Failure.Invalid(path, path + ": " + why));
    }

    private static List<ToolCall> toolCalls(Members message) {
        List<ToolCall> calls = new ArrayList<>();
        for (Json item : message.items("tool_calls")) {
            calls.add(toolCall(Members.of(message.path("tool_calls[" + calls.size() + "]"), item)));
        }
        return calls;
    }

    private static ToolCall toolCall(Members call) {
        Members function =
                call.members("function")
                        .orElseThrow(
                                () ->
                                        Invalid.missing(
                                                call.path("function"), JsonKind.OBJECT.words()));
        Json.Obj extras = call.except("id", "type", "function");
        Json.Obj rest = function.except("index", "name", "arguments");
        return new ToolCall(
                call.text("id").orElse(""),
                function.text("name").orElse(""),
                function.members("arguments")
                        .map(Members::object)
                        .orElse(Json.Obj.EMPTY)
                        .toString(),
                rest.isEmpty() ? extras : extras.with("function", rest));
    }
}
