package dev.chasqui.domain.chat;

import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The identity of a chat: everything in it that can change its reply, members that we do not know
 * included. Not part of it are the form in which the reply is sent (as a stream or not, with usage
 * or without) and how long the model stays in memory. Has no state.
 */
public final class RequestIdentity {
    private RequestIdentity() {}

    /** Returns a value that is equal for requests with the same identity. */
    public static Json of(ChatRequest request) {
        return of(request, request.messages());
    }

    /** Returns the identity of a request with other messages. */
    public static Json of(ChatRequest request, List<Message> messages) {
        Settings settings = request.settings();
        return new Json.Arr(
                List.of(
                        text(request.model()),
                        text(request.source().map(Source::hidden).orElse("")),
                        text(request.form()),
                        new Json.Arr(messages.stream().map(RequestIdentity::message).toList()),
                        new Json.Arr(request.tools().stream().map(RequestIdentity::tool).toList()),
                        settings.sampling(),
                        text(settings.toolChoice()),
                        format(settings.format()),
                        text(settings.thinking()),
                        labels(request.metadata()),
                        request.extras()));
    }

    private static Json message(Message message) {
        return new Json.Arr(
                List.of(
                        text(message.role()),
                        new Json.Arr(
                                message.content().stream().map(RequestIdentity::part).toList()),
                        optional(message.reasoning()),
                        new Json.Arr(
                                message.toolCalls().stream().map(RequestIdentity::call).toList()),
                        optional(message.toolCallId()),
                        optional(message.name()),
                        message.extras()));
    }

    private static Json part(Part part) {
        return switch (part) {
            case Part.Text(String text, Json.Obj extras) ->
                    new Json.Arr(List.of(text("text"), text(text), extras));
            case Part.Image(Part.Data data, Optional<String> detail, Json.Obj extras) ->
                    new Json.Arr(List.of(text("image"), data(data), optional(detail), extras));
            case Part.Other(Json.Obj value, var _) -> new Json.Arr(List.of(text("other"), value));
        };
    }

    private static Json data(Part.Data data) {
        return switch (data) {
            case Part.Data.Inline(String type, String base64) ->
                    new Json.Arr(List.of(text(type), text(base64)));
            case Part.Data.Address(String url) -> text(url);
        };
    }

    private static Json call(ToolCall call) {
        return new Json.Arr(
                List.of(text(call.id()), text(call.name()), text(call.arguments()), call.extras()));
    }

    private static Json tool(Tool tool) {
        return switch (tool) {
            case Tool.Function(
                            String name,
                            Optional<String> description,
                            Optional<Json> parameters,
                            Json.Obj extras) ->
                    new Json.Arr(
                            List.of(
                                    text(name),
                                    optional(description),
                                    parameters.orElse(Json.Null.NULL),
                                    extras));
            case Tool.Other(Json.Obj value) -> value;
        };
    }

    private static Json format(ReplyFormat format) {
        return switch (format) {
            case ReplyFormat.JsonSchema(String name, Json schema, Json.Obj extras) ->
                    new Json.Arr(List.of(text(name), schema, extras));
            case ReplyFormat.Other(Json value) -> new Json.Arr(List.of(value));
            case ReplyFormat.JsonObject _, ReplyFormat.Text _ -> text(format);
        };
    }

    private static Json labels(Map<String, String> metadata) {
        List<Json> labels = new ArrayList<>();
        new TreeMap<>(metadata)
                .forEach(
                        (name, value) ->
                                labels.add(new Json.Arr(List.of(text(name), text(value)))));
        return new Json.Arr(labels);
    }

    private static Json optional(Optional<String> text) {
        return text.<Json>map(Json.Str::new).orElse(Json.Null.NULL);
    }

    private static Json text(Object value) {
        return new Json.Str(value.toString());
    }
}
