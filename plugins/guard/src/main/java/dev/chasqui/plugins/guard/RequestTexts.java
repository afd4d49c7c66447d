package dev.chasqui.plugins.guard;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.json.Json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The edit of all texts of a request that reach a backend: messages with their names, reasoning,
 * tool calls and unknown members, then tools, settings, labels and unknown members of the request.
 * The messages come first, so that their placeholders do not depend on the rest. Parts that do not
 * change keep their bytes.
 */
final class RequestTexts {
    private final UnaryOperator<String> edit;

    /**
     * @param edit the edit of one text; a text that needs none is returned as it is
     */
    RequestTexts(UnaryOperator<String> edit) {
        this.edit = edit;
    }

    ChatRequest edit(ChatRequest request) {
        ChatRequest edited = request;
        List<Message> messages = request.messages().stream().map(this::message).toList();
        if (!messages.equals(request.messages())) {
            edited = edited.withMessages(messages);
        }
        List<Tool> tools = request.tools().stream().map(this::tool).toList();
        if (!tools.equals(request.tools())) {
            edited = edited.withTools(tools);
        }
        Settings settings = settings(request.settings());
        if (!settings.equals(request.settings())) {
            edited = edited.withSettings(settings);
        }
        Json.Obj extras = members(request.extras());
        if (!extras.equals(request.extras())) {
            edited = edited.withExtras(extras);
        }
        Map<String, String> labels = labels(request.metadata());
        return labels.equals(request.metadata()) ? edited : withLabels(edited, labels);
    }

    /** Edits a message; one that stays the same keeps the bytes that it came from. */
    Message message(Message message) {
        List<Part> content = message.content().stream().map(this::part).toList();
        List<ToolCall> calls = message.toolCalls().stream().map(this::call).toList();
        Optional<String> reasoning = message.reasoning().map(edit);
        Optional<String> name = message.name().map(edit);
        Json.Obj extras = JsonTexts.edit(message.extras(), edit);
        boolean same =
                content.equals(message.content())
                        && calls.equals(message.toolCalls())
                        && reasoning.equals(message.reasoning())
                        && name.equals(message.name())
                        && extras.equals(message.extras());
        return same
                ? message
                : new Message(
                        message.role(),
                        content,
                        reasoning,
                        calls,
                        message.toolCallId(),
                        name,
                        extras,
                        Optional.empty());
    }

    private Part part(Part part) {
        return switch (part) {
            case Part.Text(String text, Json.Obj extras) ->
                    new Part.Text(JsonTexts.edit(text, edit), JsonTexts.edit(extras, edit));
            case Part.Image(Part.Data data, Optional<String> detail, Json.Obj extras) ->
                    new Part.Image(data(data), detail, JsonTexts.edit(extras, edit));
            case Part.Other(Json.Obj value, Optional<String> text) ->
                    new Part.Other(
                            JsonTexts.edit(value, edit),
                            text.map(each -> JsonTexts.edit(each, edit)));
        };
    }

    /** An address may name a person or have a key in its query. */
    private Part.Data data(Part.Data data) {
        return switch (data) {
            case Part.Data.Address(String url) when !FileBytes.isDataUrl(url) ->
                    new Part.Data.Address(edit.apply(url));
            case Part.Data.Address _, Part.Data.Inline _ -> data;
        };
    }

    private ToolCall call(ToolCall call) {
        return new ToolCall(
                call.id(),
                call.name(),
                JsonTexts.edit(call.arguments(), edit),
                JsonTexts.edit(call.extras(), edit));
    }

    private Tool tool(Tool tool) {
        return switch (tool) {
            case Tool.Function(
                            String name,
                            Optional<String> description,
                            Optional<Json> parameters,
                            Json.Obj extras) ->
                    new Tool.Function(
                            name,
                            description.map(edit),
                            parameters.map(each -> JsonTexts.edit(each, edit)),
                            JsonTexts.edit(extras, edit));
            case Tool.Other(Json.Obj value) -> new Tool.Other(JsonTexts.edit(value, edit));
        };
    }

    private Settings settings(Settings settings) {
        return settings.withSampling(members(settings.sampling()))
                .withFormat(format(settings.format()))
                .withToolChoice(
                        settings.toolChoice() instanceof ToolChoice.Other(Json value)
                                ? new ToolChoice.Other(JsonTexts.edit(value, edit))
                                : settings.toolChoice());
    }

    /**
     * Edits the members of the request itself. A number or a name there is a setting: a long seed
     * may look like the number of a card, and the request would be refused without it.
     */
    private Json.Obj members(Json.Obj members) {
        Map<String, Json> edited = new LinkedHashMap<>();
        members.members()
                .forEach(
                        (name, value) ->
                                edited.put(
                                        name,
                                        value instanceof Json.Num
                                                ? value
                                                : JsonTexts.edit(value, edit)));
        return new Json.Obj(edited);
    }

    private ReplyFormat format(ReplyFormat format) {
        return switch (format) {
            case ReplyFormat.JsonSchema(String name, Json schema, Json.Obj extras) ->
                    new ReplyFormat.JsonSchema(
                            name, JsonTexts.edit(schema, edit), JsonTexts.edit(extras, edit));
            case ReplyFormat.Other(Json value) ->
                    new ReplyFormat.Other(JsonTexts.edit(value, edit));
            case ReplyFormat.Text _, ReplyFormat.JsonObject _ -> format;
        };
    }

    private Map<String, String> labels(Map<String, String> metadata) {
        Map<String, String> edited = new LinkedHashMap<>();
        // In order, since a map has none of its own and the placeholders must be the same again.
        new TreeMap<>(metadata).forEach((name, value) -> edited.put(name, edit.apply(value)));
        return edited;
    }

    /**
     * Returns the request with other labels. There is no edit of labels, but a member of the same
     * name among the unknown ones takes the place of the client's.
     */
    private static ChatRequest withLabels(ChatRequest request, Map<String, String> labels) {
        Conversation now = request.conversation();
        if (request.source().isEmpty()) {
            return ChatRequest.of(
                    request.model(),
                    request.stream(),
                    new Conversation(
                            now.messages(), now.tools(), now.settings(), labels, now.extras()));
        }
        Map<String, Json> members = new LinkedHashMap<>();
        labels.forEach((name, value) -> members.put(name, new Json.Str(value)));
        return request.withExtras(now.extras().with("metadata", new Json.Obj(members)));
    }

    /** Returns the number of parts that cannot be searched: images, audio, files. */
    static int unreadable(ChatRequest request) {
        long parts =
                request.messages().stream()
                        .flatMap(message -> message.content().stream())
                        .filter(RequestTexts::isUnreadable)
                        .count();
        return (int) parts;
    }

    private static boolean isUnreadable(Part part) {
        return switch (part) {
            case Part.Text _ -> false;
            case Part.Image _ -> true;
            case Part.Other other -> other.text().isEmpty();
        };
    }
}
