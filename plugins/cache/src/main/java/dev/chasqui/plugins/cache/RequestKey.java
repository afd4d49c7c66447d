package dev.chasqui.plugins.cache;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.chat.Source;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The identity of a request: the SHA-256 of everything that can change its reply, members that we
 * do not know included. Not part of it are the form in which the reply is sent (as a stream or not,
 * with usage or without) and how long the model stays in memory.
 */
record RequestKey(String sha256) {

    /**
     * Returns the key of a request before a chain.
     *
     * @param shared true if all callers have the same key
     */
    static RequestKey of(ChatRequest request, Chain chain, boolean shared) {
        return of(request, chain, shared, request.messages());
    }

    /**
     * Returns the key of a request without the text of its last message; empty if that message is
     * not plain text of the user.
     */
    static Optional<RequestKey> withoutQuestion(ChatRequest request, Chain chain, boolean shared) {
        List<Message> messages = new ArrayList<>(request.messages());
        if (messages.isEmpty()
                || !messages.getLast().role().equals(Role.USER)
                || messages.getLast().content().size() != 1
                || !(messages.getLast().content().getFirst() instanceof Part.Text)) {
            return Optional.empty();
        }
        messages.add(messages.removeLast().withContent(List.of()));
        return Optional.of(of(request, chain, shared, messages));
    }

    private static RequestKey of(
            ChatRequest request, Chain chain, boolean shared, List<Message> messages) {
        Settings settings = request.settings();
        List<Json> all =
                List.of(
                        shared ? Json.Null.NULL : text(chain.exchange().caller().name()),
                        text(chain.exchange().dialect()),
                        new Json.Arr(chain.agents().stream().map(RequestKey::text).toList()),
                        text(request.model()),
                        text(identity(chain, request.model())),
                        Json.of(chain.exchange().mayShorten()),
                        text(request.source().map(Source::hidden).orElse("")),
                        text(request.form()),
                        new Json.Arr(messages.stream().map(RequestKey::message).toList()),
                        new Json.Arr(request.tools().stream().map(RequestKey::tool).toList()),
                        settings.sampling(),
                        text(settings.toolChoice()),
                        format(settings.format()),
                        text(settings.thinking()),
                        labels(request.metadata()),
                        request.extras());
        return new RequestKey(sha256(new Json.Arr(all).toBytes()));
    }

    /** Returns the identity of a model; an agent behind the cache may ask another one instead. */
    private static String identity(Chain chain, String model) {
        try {
            return chain.identity(model);
        } catch (FailureException e) {
            return "";
        }
    }

    private static Json message(Message message) {
        return new Json.Arr(
                List.of(
                        text(message.role()),
                        new Json.Arr(message.content().stream().map(RequestKey::part).toList()),
                        optional(message.reasoning()),
                        new Json.Arr(message.toolCalls().stream().map(RequestKey::call).toList()),
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

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
