package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.BackendCodec.Outgoing;
import dev.chasqui.adapters.dialects.request.ClientNames;
import dev.chasqui.adapters.dialects.request.FunctionTools;
import dev.chasqui.adapters.dialects.request.LlamaMembers;
import dev.chasqui.adapters.dialects.request.PlainMessages;
import dev.chasqui.adapters.dialects.request.UnreadMembers;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A writer of requests from their decoded form, for requests that did not come in this dialect.
 * Used by one thread.
 */
final class AnthropicRequestWriter {
    /** The maximum number of reply tokens if the client names none; the API requires a limit. */
    static final long MAX_TOKENS = 8_192;

    private static final Json.Obj ADAPTIVE = Json.Obj.EMPTY.with("type", Json.of("adaptive"));
    private static final Json.Obj ENABLED = Json.Obj.EMPTY.with("type", Json.of("enabled"));

    /** The extras of questions, and of agents, that only servers of OpenAI's dialect take. */
    private static final List<String> OF_OPENAI =
            List.of("chat_template_kwargs", "logit_bias", "logprobs", "top_logprobs");

    private final ChatRequest request;
    private final Conversation conversation;

    /** True if the request came in another dialect. */
    private final boolean foreign;

    private final Set<String> dropped = new LinkedHashSet<>();

    private AnthropicRequestWriter(ChatRequest given) {
        this.request = LlamaMembers.asSettings(given);
        this.conversation = request.conversation();
        this.foreign =
                request.source()
                        .filter(source -> !source.dialect().equals(Dialect.ANTHROPIC))
                        .isPresent();
    }

    /**
     * Returns the request with the names of its dropped members.
     *
     * @throws FailureException with {@code Invalid} if the request has only instructions
     */
    static Outgoing write(ChatRequest request) {
        AnthropicRequestWriter writer = new AnthropicRequestWriter(request);
        byte[] body = writer.body().toBytes();
        return new Outgoing(AnthropicBackendCodec.PATH, body, new ArrayList<>(writer.dropped));
    }

    private Json.Obj body() {
        List<Message> messages =
                foreign
                        ? PlainMessages.of(conversation.messages(), dropped)
                        : conversation.messages();
        int first = firstOfConversation(messages);
        if (first == messages.size()) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.empty(),
                            "messages: only instructions (expected: at least one other message,"
                                    + " which this model's backend requires)"));
        }
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("model", Json.of(request.model()));
        AnthropicMessageWriter.system(messages.subList(0, first), !foreign, dropped)
                .ifPresent(system -> members.put(AnthropicFields.SYSTEM, system));
        members.put(
                AnthropicFields.MESSAGES,
                JsonReader.read(
                        AnthropicMessageWriter.write(
                                messages.subList(first, messages.size()), !foreign, dropped)));
        List<Json> tools = tools();
        if (!tools.isEmpty()) {
            members.put("tools", new Json.Arr(tools));
        }
        Set<String> lost = new LinkedHashSet<>();
        members.putAll(new AnthropicSettingsWriter(conversation, lost).members(!tools.isEmpty()));
        lost.forEach(setting -> dropped.add(ClientNames.of(request, setting)));
        members.putIfAbsent("max_tokens", Json.of(MAX_TOKENS));
        if (request.stream()) {
            members.put("stream", Json.of(true));
        }
        addExtras(members);
        return new Json.Obj(members);
    }

    /** Returns the index of the first message that is not an instruction. */
    static int firstOfConversation(List<Message> messages) {
        int first = 0;
        while (first < messages.size() && messages.get(first).role().instructs()) {
            first++;
        }
        return first;
    }

    private List<Json> tools() {
        if (!foreign) {
            return conversation.tools().stream().map(AnthropicRequestWriter::tool).toList();
        }
        List<Json> tools = new ArrayList<>();
        for (Tool.Function function : FunctionTools.of(conversation, dropped)) {
            function.extras()
                    .members()
                    .keySet()
                    .forEach(name -> dropped.add("tools.function." + name));
            tools.add(
                    tool(
                            new Tool.Function(
                                    function.name(),
                                    function.description(),
                                    function.parameters(),
                                    Json.Obj.EMPTY)));
        }
        return tools;
    }

    static Json tool(Tool tool) {
        return switch (tool) {
            case Tool.Function function -> {
                Json.Obj written = Json.Obj.EMPTY.with("name", Json.of(function.name()));
                if (function.description().isPresent()) {
                    written = written.with("description", Json.of(function.description().get()));
                }
                yield written.with("input_schema", schema(function.parameters()))
                        .withAll(function.extras());
            }
            case Tool.Other(Json.Obj value) -> value;
        };
    }

    /** Returns the schema of a tool's arguments; the API requires a schema of an object. */
    private static Json schema(Optional<Json> parameters) {
        Json.Obj given =
                parameters.orElse(Json.Null.NULL) instanceof Json.Obj schema
                        ? schema
                        : Json.Obj.EMPTY;
        return given.get("type").isPresent() ? given : given.with("type", Json.of("object"));
    }

    private void addExtras(Map<String, Json> members) {
        Json.Obj extras = conversation.extras().without(AnthropicSettings.PARALLEL);
        if (foreign) {
            dropped.addAll(ClientNames.ofExtras(request, extras));
            UnreadMembers.addTo(dropped, request);
            if (!conversation.metadata().isEmpty()) {
                dropped.add("metadata");
            }
        } else {
            Json.Obj kept = extras.without(AnthropicSettings.THINKING);
            for (String name : OF_OPENAI) {
                if (kept.get(name).isPresent()) {
                    dropped.add(name);
                    kept = kept.without(name);
                }
            }
            kept.members().forEach(members::putIfAbsent);
            extras.get(AnthropicSettings.THINKING)
                    .filter(_ -> ADAPTIVE.equals(members.get(AnthropicSettings.THINKING)))
                    .filter(Json.Obj.class::isInstance)
                    .map(budget -> ENABLED.withAll((Json.Obj) budget))
                    .ifPresent(thinking -> members.put(AnthropicSettings.THINKING, thinking));
        }
    }
}
