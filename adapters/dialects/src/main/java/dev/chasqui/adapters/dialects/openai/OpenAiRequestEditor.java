package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Splice;
import dev.chasqui.adapters.dialects.request.ToolDefinitions;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.ServiceMembers;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The edits of a request that came in OpenAI's dialect, spliced into its own bytes. */
final class OpenAiRequestEditor {
    private static final String STREAM_OPTIONS = "stream_options";
    private static final byte[] USAGE = OpenAiRequestWriter.withUsage(Json.Obj.EMPTY).toBytes();

    private final ChatRequest request;
    private final BodyScan scan;
    private final Splice splice;
    private final Optional<ServiceMembers> service;
    private final List<String> dropped = new ArrayList<>();

    private OpenAiRequestEditor(
            ChatRequest request, BodyScan scan, Optional<ServiceMembers> service) {
        this.request = request;
        this.scan = scan;
        this.service = service;
        this.splice = new Splice(scan);
    }

    /**
     * Returns the body for a backend, which is the same array if nothing must change, and the names
     * of the added members that the backend does not take. Members that the client sent stay.
     *
     * @param service the members that a hosted service takes; empty if the server ignores the ones
     *     that it does not know
     */
    static BackendCodec.Outgoing edited(
            ChatRequest request, BodyScan scan, Optional<ServiceMembers> service) {
        OpenAiRequestEditor editor = new OpenAiRequestEditor(request, scan, service);
        editor.edit();
        return new BackendCodec.Outgoing(
                OpenAiBackendCodec.PATH, editor.splice.bytes(), editor.dropped);
    }

    private void edit() {
        splice.remove(OpenAiFields.AGENTS);
        boolean membersEdited = false;
        for (ChatRequest.Field field : request.edited()) {
            switch (field) {
                case MODEL -> splice.set("model", Json.of(request.model()));
                case STREAM -> splice.set("stream", Json.of(request.stream()));
                case MESSAGES -> splice.set("messages", OpenAiMessages.write(request.messages()));
                case TOOLS, SETTINGS, EXTRAS -> membersEdited = true;
            }
        }
        if (membersEdited) {
            editMembers();
        }
        editStreamOptions();
    }

    /** Sets or removes the members whose value differs from the original. */
    private void editMembers() {
        Conversation before = OpenAiRequestReader.conversation(scan);
        Map<String, Json> was = members(before, before);
        Map<String, Json> is = members(request.conversation(), before);
        splice.change(was, service.map(takes -> taken(takes, was, is)).orElse(is));
        if (!Objects.equals(was.get(limit()), is.get(limit()))
                && scan.has(OpenAiFields.MAX_COMPLETION_TOKENS)) {
            // If both spellings are present, the old one would still hold the old limit.
            splice.remove(OpenAiRequestWriter.MAX_TOKENS);
        }
        if (was.containsKey("tools") && !is.containsKey("tools")) {
            // OpenAI refuses these members without tools.
            splice.remove("tool_choice").remove("parallel_tool_calls");
        }
    }

    /** Returns the client's members, and of the others those that a service takes. */
    private Map<String, Json> taken(
            ServiceMembers takes, Map<String, Json> was, Map<String, Json> is) {
        Map<String, Json> taken = new LinkedHashMap<>();
        is.forEach(
                (name, value) -> {
                    if (value.equals(was.get(name))) {
                        taken.put(name, value);
                    } else {
                        HostedMembers.nameOf(takes, name, value)
                                .ifPresentOrElse(
                                        own -> taken.put(own, value), () -> dropped.add(name));
                    }
                });
        return taken;
    }

    private Map<String, Json> members(Conversation conversation, Conversation before) {
        Map<String, Json> members = new LinkedHashMap<>();
        boolean tools = !conversation.tools().isEmpty();
        if (tools) {
            Json values = scan.value("tools").orElse(Json.Arr.EMPTY);
            members.put(
                    "tools",
                    ToolDefinitions.write(conversation.tools(), before.tools(), (Json.Arr) values));
        }
        members.putAll(OpenAiSettings.write(conversation.settings(), limit(), tools));
        members.putAll(conversation.extras().members());
        return members;
    }

    /** Returns the client's spelling of the limit of tokens. */
    private String limit() {
        return scan.has(OpenAiFields.MAX_COMPLETION_TOKENS)
                ? OpenAiFields.MAX_COMPLETION_TOKENS
                : OpenAiRequestWriter.MAX_TOKENS;
    }

    private void editStreamOptions() {
        boolean refused =
                service.filter(members -> members.missing().contains(STREAM_OPTIONS)).isPresent();
        if (request.stream() && refused) {
            // The service reports the usage without a request for it.
            splice.remove(STREAM_OPTIONS);
        } else if (request.stream()) {
            if (scan.value(STREAM_OPTIONS).orElse(null) instanceof Json.Obj given) {
                Json.Obj withUsage = OpenAiRequestWriter.withUsage(given);
                if (!withUsage.equals(given)) {
                    splice.set(STREAM_OPTIONS, withUsage);
                }
            } else {
                splice.set(STREAM_OPTIONS, USAGE);
            }
        } else if (request.edited().contains(ChatRequest.Field.STREAM)) {
            // OpenAI refuses these options without a stream.
            splice.remove(STREAM_OPTIONS);
        }
    }
}
