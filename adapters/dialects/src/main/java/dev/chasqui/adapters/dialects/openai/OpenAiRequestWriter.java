package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.ClientNames;
import dev.chasqui.adapters.dialects.request.FunctionTools;
import dev.chasqui.adapters.dialects.request.Splice;
import dev.chasqui.adapters.dialects.request.ToolCallIds;
import dev.chasqui.adapters.dialects.request.ToolDefinitions;
import dev.chasqui.adapters.dialects.request.UnreadMembers;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.ServiceMembers;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A writer of requests from their decoded form: those that did not come in OpenAI's dialect, or
 * whose bytes are no chat.
 */
final class OpenAiRequestWriter {
    static final String MAX_TOKENS = "max_tokens";
    private static final String STRICT = "strict";
    private static final String STREAM_OPTIONS = "stream_options";

    /** The member of a message with the thoughts, which few hosted services take. */
    private static final String THOUGHTS = "reasoning_content";

    /** The extra that tells if several tools may be called at once, in requests of all dialects. */
    private static final String PARALLEL = "parallel_tool_calls";

    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.US_ASCII);

    private final ChatRequest request;
    private final Conversation conversation;
    private final boolean foreign;

    /** True if the request came in the Responses API, whose settings OpenAI's chats share. */
    private final boolean ofResponses;

    /** The members that a hosted service takes; empty if the server ignores unknown ones. */
    private final Optional<ServiceMembers> service;

    private final Set<String> dropped = new LinkedHashSet<>();

    private OpenAiRequestWriter(ChatRequest request, Optional<ServiceMembers> service) {
        this.request = request;
        this.service = service;
        this.conversation = request.conversation();
        this.foreign =
                request.source()
                        .filter(source -> !source.dialect().equals(Dialect.OPENAI))
                        .isPresent();
        this.ofResponses =
                request.source()
                        .filter(source -> source.dialect().equals(Dialect.RESPONSES))
                        .isPresent();
    }

    /**
     * Returns the body, and the names of the members that it cannot express.
     *
     * @param service the members that a hosted service takes; empty if the server ignores the ones
     *     that it does not know
     * @throws FailureException with {@code Invalid} if the request has no message
     */
    static BackendCodec.Outgoing write(ChatRequest request, Optional<ServiceMembers> service) {
        OpenAiRequestWriter writer = new OpenAiRequestWriter(request, service);
        byte[] body = writer.body();
        return new BackendCodec.Outgoing(
                OpenAiBackendCodec.PATH, body, new ArrayList<>(writer.dropped));
    }

    private byte[] body() {
        if (conversation.messages().isEmpty()) {
            throw cannot("there is no message, and the backend of this model needs at least one");
        }
        Splice body =
                new Splice(BodyScan.of(EMPTY))
                        .set("model", Json.of(request.model()))
                        .set("messages", OpenAiMessages.write(messages()));
        if (request.stream()) {
            body.set("stream", Json.of(true));
            if (takes(STREAM_OPTIONS)) {
                body.set(STREAM_OPTIONS, withUsage(Json.Obj.EMPTY));
            }
        }
        List<Tool> tools = tools();
        if (!tools.isEmpty()) {
            body.set("tools", ToolDefinitions.write(tools));
        }
        members(settings(), extras()).forEach(body::set);
        UnreadMembers.addTo(dropped, request);
        if (foreign && !conversation.metadata().isEmpty()) {
            // OpenAI accepts labels only for replies that it stores; a response has them itself.
            if (!ofResponses) {
                dropped.add("metadata");
            }
        } else if (!conversation.metadata().isEmpty()) {
            Map<String, Json> labels = new LinkedHashMap<>();
            conversation.metadata().forEach((name, value) -> labels.put(name, Json.of(value)));
            body.set("metadata", new Json.Obj(labels));
        }
        return body.bytes();
    }

    private boolean takes(String member) {
        return service.isEmpty() || service.get().nameOf(member, true).isPresent();
    }

    private List<Message> messages() {
        List<Message> messages =
                foreign
                        ? OpenAiForeignMessages.of(conversation.messages(), dropped)
                        : conversation.messages();
        return service.map(takes -> messages(takes, messages)).orElse(messages);
    }

    private List<Message> messages(ServiceMembers takes, List<Message> messages) {
        List<Message> known =
                takes.nameOf(THOUGHTS, false).isPresent()
                        ? messages
                        : messages.stream().map(this::withoutThoughts).toList();
        return takes.idLength().isPresent()
                ? ToolCallIds.ofLength(known, takes.idLength().getAsInt())
                : known;
    }

    private Message withoutThoughts(Message message) {
        if (message.reasoning().isEmpty()) {
            return message;
        }
        dropped.add("messages." + ClientNames.of(request, THOUGHTS));
        return message.withoutReasoning();
    }

    private List<Tool> tools() {
        if (!foreign) {
            return conversation.tools();
        }
        List<Tool> tools = new ArrayList<>();
        for (Tool.Function function : FunctionTools.of(conversation, dropped)) {
            tools.add(plain(function));
        }
        return tools;
    }

    private Tool plain(Tool.Function function) {
        function.extras().members().keySet().stream()
                .filter(name -> !name.equals(STRICT))
                .forEach(name -> dropped.add("tools.function." + name));
        return new Tool.Function(
                function.name(),
                function.description(),
                function.parameters(),
                function.extras()
                        .get(STRICT)
                        .map(strict -> Json.Obj.EMPTY.with(STRICT, strict))
                        .orElse(Json.Obj.EMPTY));
    }

    private Map<String, Json> members(Settings settings, Json.Obj extras) {
        Map<String, Json> members =
                OpenAiSettings.write(settings, MAX_TOKENS, !conversation.tools().isEmpty());
        members.putAll(extras.members());
        return service.map(takes -> members(takes, members)).orElse(members);
    }

    /** Returns the members that a hosted service takes, under its names. */
    private Map<String, Json> members(ServiceMembers takes, Map<String, Json> written) {
        Map<String, Json> members = new LinkedHashMap<>();
        written.forEach(
                (name, value) -> {
                    HostedMembers.nameOf(takes, name, value)
                            .ifPresentOrElse(
                                    own -> members.put(own, value),
                                    () -> dropped.add(ClientNames.of(request, name)));
                });
        return members;
    }

    private Settings settings() {
        Settings settings = conversation.settings();
        if (!foreign) {
            return settings;
        }
        if (settings.format() instanceof ReplyFormat.Other) {
            dropped.add(ClientNames.of(request, "response_format"));
            settings = settings.withFormat(new ReplyFormat.Text());
        }
        if (settings.thinking().equals(new Thinking.Effort("max"))) {
            // OpenAI's highest level gets another name here.
            dropped.add(ClientNames.of(request, HostedMembers.EFFORT));
        }
        // Ollama expresses the absence of a limit by a negative number, OpenAI by omitting the
        // limit.
        boolean unlimited =
                settings.sampling().members().get(MAX_TOKENS) instanceof Json.Num limit
                        && limit.doubleValue() < 0;
        if (unlimited) {
            settings = settings.withSampling(settings.sampling().without(MAX_TOKENS));
        }
        // Some servers refuse an empty list of stop words.
        return settings.sampling().get("stop").filter(Json.Arr.EMPTY::equals).isPresent()
                ? settings.withSampling(settings.sampling().without("stop"))
                : settings;
    }

    /**
     * Returns the extras to write. Those of a request in another dialect have no meaning here,
     * except for log probabilities and parallel calls of tools.
     */
    private Json.Obj extras() {
        if (!foreign || ofResponses) {
            return conversation.extras();
        }
        Json.Obj known = OpenAiLogprobs.requested(conversation.extras());
        Json parallel = conversation.extras().get(PARALLEL).orElse(Json.Null.NULL);
        if (parallel instanceof Json.Bool && !conversation.tools().isEmpty()) {
            known = known.with(PARALLEL, parallel);
        }
        Json.Obj rest = conversation.extras();
        for (String kept : known.members().keySet()) {
            rest = rest.without(kept);
        }
        dropped.addAll(ClientNames.ofExtras(request, rest));
        return known;
    }

    /**
     * Returns the stream options with a request for the usage: we count tokens, so every stream
     * must report it.
     */
    static Json.Obj withUsage(Json.Obj streamOptions) {
        return streamOptions.with("include_usage", Json.of(true));
    }

    private static FailureException cannot(String why) {
        return new FailureException(new Failure.Invalid(Optional.empty(), why));
    }
}
