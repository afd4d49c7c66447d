package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.BackendCodec.Outgoing;
import dev.chasqui.adapters.dialects.request.ClientNames;
import dev.chasqui.adapters.dialects.request.FunctionTools;
import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.LlamaMembers;
import dev.chasqui.adapters.dialects.request.PlainMessages;
import dev.chasqui.adapters.dialects.request.UnreadMembers;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.KeepAlive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A writer of a body of {@code /api/chat} for a request that came in another dialect or from an
 * agent.
 */
final class OllamaRequestWriter {
    /** The members of an Ollama beside those that every dialect has. */
    private static final Set<String> OLLAMAS_OWN =
            Set.of("keep_alive", "truncate", "shift", "logprobs", "top_logprobs");

    private static final String LOAD_PATH = "/api/generate";
    private static final String JSON_SCHEMA = "response_format.json_schema.";

    /** The members that have a meaning to {@code /api/generate} alone. */
    private static final Set<String> GENERATES_OWN = Set.of("context", "raw", "suffix", "template");

    private static final Set<String> OTHER_LEVELS = Set.of("minimal", "xhigh", "ultra");

    private final ChatRequest request;
    private final boolean keepsExtras;
    private final Set<String> dropped = new LinkedHashSet<>();

    private OllamaRequestWriter(ChatRequest request) {
        this.request = LlamaMembers.asSettings(request);
        this.keepsExtras =
                request.source().filter(from -> from.dialect().equals(Dialect.OLLAMA)).isPresent();
    }

    /**
     * Writes a request.
     *
     * @throws FailureException with {@code Invalid} if this dialect cannot express it
     */
    static Outgoing write(ChatRequest request) {
        OllamaRequestWriter writer = new OllamaRequestWriter(request);
        byte[] body = writer.body().toBytes();
        return new Outgoing(OllamaPath.CHAT.path(), body, List.copyOf(writer.dropped));
    }

    private Json.Obj body() {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("model", Json.of(request.model()));
        members.put("messages", messages());
        members.put("stream", Json.of(request.stream()));
        tools(request, keepsExtras, dropped).ifPresent(tools -> members.put("tools", tools));
        format(request, dropped).ifPresent(format -> members.put("format", format));
        if (isOtherLevel(request.settings().thinking())) {
            dropped.add(ClientNames.of(request, "reasoning_effort"));
        }
        think(request).ifPresent(think -> members.put("think", think));
        options(request, dropped).ifPresent(options -> members.put("options", options));
        addExtras(members);
        if (!request.metadata().isEmpty()) {
            dropped.add("metadata");
        }
        if (!keepsExtras) {
            UnreadMembers.addTo(dropped, request);
        }
        return new Json.Obj(members);
    }

    private Json messages() {
        List<Message> messages =
                keepsExtras ? request.messages() : PlainMessages.of(request.messages(), dropped);
        OllamaMessageWriter writer = new OllamaMessageWriter(messages, keepsExtras, dropped);
        List<Json> written = new ArrayList<>();
        for (Message message : messages) {
            written.add(writer.write(written.size(), message));
        }
        return new Json.Arr(written);
    }

    private void addExtras(Map<String, Json> members) {
        Json.Obj rest = request.extras().without("options");
        for (Map.Entry<String, Json> extra : rest.members().entrySet()) {
            String name = extra.getKey();
            boolean goes = keepsExtras ? !GENERATES_OWN.contains(name) : OLLAMAS_OWN.contains(name);
            if (goes) {
                members.putIfAbsent(name, extra.getValue());
                rest = rest.without(name);
            }
        }
        dropped.addAll(ClientNames.ofExtras(request, rest));
    }

    /**
     * Returns the tools; empty if there are none or if none may be called, since an Ollama has no
     * {@code tool_choice}.
     */
    static Optional<Json> tools(ChatRequest request, boolean keepsExtras, Set<String> dropped) {
        switch (request.settings().toolChoice()) {
            case ToolChoice.None ignored -> {
                return Optional.empty();
            }
            case ToolChoice.Auto ignored -> {}
            case ToolChoice.Required ignored -> dropped.add("tool_choice");
            case ToolChoice.Function ignored -> dropped.add("tool_choice");
            case ToolChoice.Other ignored -> dropped.add("tool_choice");
        }
        return OllamaTools.write(
                keepsExtras
                        ? request.tools()
                        : List.copyOf(FunctionTools.of(request.conversation(), dropped)),
                keepsExtras,
                dropped);
    }

    /** Returns a request to load or unload a model. */
    static Outgoing load(LoadRequest request) {
        Json.Obj body =
                Json.Obj.EMPTY
                        .with("model", Json.of(request.model()))
                        .with("stream", Json.of(false));
        return new Outgoing(
                LOAD_PATH,
                KeepAlive.toJson(request.keepAlive())
                        .map(time -> body.with("keep_alive", time))
                        .orElse(body)
                        .toBytes(),
                List.of());
    }

    /** Returns the member {@code format}; empty for free text. */
    static Optional<Json> format(ChatRequest request, Set<String> dropped) {
        return switch (request.settings().format()) {
            case ReplyFormat.Text ignored -> Optional.empty();
            case ReplyFormat.JsonObject ignored -> Optional.of(Json.of("json"));
            case ReplyFormat.JsonSchema(String name, Json schema, Json.Obj extras) -> {
                if (!name.isEmpty()) {
                    dropped.add(JSON_SCHEMA + "name");
                }
                extras.members().keySet().forEach(extra -> dropped.add(JSON_SCHEMA + extra));
                yield Optional.of(schema);
            }
            case ReplyFormat.Other ignored -> {
                dropped.add(ClientNames.of(request, "response_format"));
                yield Optional.empty();
            }
        };
    }

    /**
     * Returns the member {@code think}; empty if the request leaves it open.
     *
     * @throws FailureException with {@code Invalid} if Ollama has no such level
     */
    static Optional<Json> think(ChatRequest request) {
        return switch (request.settings().thinking()) {
            case Thinking.Unset ignored -> Optional.empty();
            case Thinking.Off ignored -> Optional.of(Json.of(false));
            case Thinking.On ignored -> Optional.of(Json.of(true));
            case Thinking.Effort(String level) -> Optional.of(level(level));
        };
    }

    /** Returns true for a level that an Ollama has under another name, with another meaning. */
    private static boolean isOtherLevel(Thinking thinking) {
        return thinking instanceof Thinking.Effort(String level) && OTHER_LEVELS.contains(level);
    }

    private static Json level(String level) {
        return switch (level) {
            case "none" -> Json.of(false);
            case "minimal" -> Json.of("low");
            case "low", "medium", "high", "max" -> Json.of(level);
            case "xhigh", "ultra" -> Json.of("max");
            default ->
                    throw Invalid.value(
                            "reasoning_effort",
                            Json.of(level),
                            "none, minimal, low, medium, high, xhigh or max");
        };
    }

    /**
     * Returns the member {@code options}: sampling, and an Ollama's own options; empty if there are
     * none.
     */
    static Optional<Json> options(ChatRequest request, Set<String> dropped) {
        Json.Obj own =
                request.extras().get("options").orElse(Json.Null.NULL) instanceof Json.Obj options
                        ? options
                        : Json.Obj.EMPTY;
        Json.Obj all = OllamaOptions.write(request.settings().sampling(), own, dropped);
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }
}
