package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.ResponseHistory;
import dev.chasqui.adapters.dialects.ResponseWishes;
import dev.chasqui.adapters.dialects.SessionMember;
import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.adapters.dialects.request.Sampling;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.model.KeepAlive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A reader of requests. It reads them whole, since no backend gets their bytes. Stateless. */
final class ResponsesReader {
    private static final String AGENTS = "agents";
    private static final String CONVERSATION = "conversation";
    private static final String METADATA = "metadata";
    private static final String PREVIOUS = "previous_response_id";
    private static final String BACKGROUND = "background";
    private static final String STORE = "store";
    private static final String STREAM = "stream";
    private static final String STREAM_OPTIONS = "stream_options";
    private static final String TRUNCATION = "truncation";
    private static final String PARALLEL = "parallel_tool_calls";

    /** The members that are ignored, because what they ask for does not exist here. */
    private static final List<String> IGNORED =
            List.of("context_management", "client_metadata", "moderation", "prompt_cache_options");

    private static final int MOST_LABELS = 16;
    private static final int LONGEST_LABEL = 64;
    private static final int LONGEST_VALUE = 512;

    /** The members that the decoded request has elsewhere than among its extras. */
    private static final Set<String> KNOWN = known();

    private ResponsesReader() {}

    private static Set<String> known() {
        Set<String> known = new LinkedHashSet<>(Sampling.NAMES);
        known.addAll(IGNORED);
        known.addAll(
                List.of(
                        "model",
                        "input",
                        "instructions",
                        "tools",
                        "tool_choice",
                        "include",
                        "prompt",
                        "max_tool_calls",
                        SessionMember.NAME,
                        AGENTS,
                        CONVERSATION,
                        METADATA,
                        PREVIOUS,
                        BACKGROUND,
                        STORE,
                        STREAM,
                        STREAM_OPTIONS,
                        TRUNCATION,
                        PARALLEL,
                        ResponsesSettings.REASONING,
                        ResponsesSettings.TEXT,
                        ResponsesSettings.MAX_OUTPUT_TOKENS,
                        ResponsesSettings.TOP_LOGPROBS));
        return known;
    }

    private static Members body(byte[] body) {
        Json text = JsonReader.readRequest(body, 0, body.length);
        if (text instanceof Json.Obj object) {
            return new Members("", object);
        }
        throw Invalid.value("body", text, "a JSON object");
    }

    /** Returns the wishes of a body that concern stored things. */
    static ResponseWishes wishes(byte[] bytes) {
        return wishes(body(bytes));
    }

    private static ResponseWishes wishes(Members body) {
        return new ResponseWishes(
                ResponsesSettings.flag(body, STORE).orElse(true),
                ResponsesSettings.flag(body, BACKGROUND).orElse(false),
                body.text(PREVIOUS),
                conversation(body),
                ResponsesSettings.flag(body, STREAM).orElse(false));
    }

    private static Optional<String> conversation(Members body) {
        return body.value(CONVERSATION)
                .map(
                        said ->
                                said instanceof Json.Str(String id)
                                        ? id
                                        : Members.of(CONVERSATION, said).requiredText("id"));
    }

    /**
     * Refuses what only a server can do that keeps responses.
     *
     * @throws FailureException with {@code Invalid} that names the field
     */
    static void refuseStored(byte[] bytes) {
        ResponseWishes wishes = wishes(bytes);
        wishes.previous().ifPresent(id -> refuse(PREVIOUS, Json.of(id)));
        wishes.conversation().ifPresent(id -> refuse(CONVERSATION, Json.of(id)));
        if (wishes.background()) {
            refuse(BACKGROUND, Json.of(true));
        }
    }

    private static void refuse(String name, Json value) {
        throw Invalid.value(
                name, value, "nothing; this server keeps no responses, so send all items as input");
    }

    /**
     * Decodes a body.
     *
     * @throws FailureException with {@code Invalid} that names the field by its path
     */
    static Incoming.Chat read(byte[] bytes, ResponseHistory history) {
        Members body = body(bytes);
        ResponseWishes wishes = wishes(body);
        String model =
                body.text("model")
                        .filter(name -> !name.isBlank())
                        .orElseThrow(() -> Invalid.missing("model", "the name of a model"));
        body.value("prompt")
                .ifPresent(
                        prompt -> {
                            throw Invalid.value(
                                    "prompt", prompt, "nothing; this server keeps no prompts");
                        });
        ResponsesTools tools = new ResponsesTools(body);
        ResponsesInput input = new ResponsesInput(history);
        input.addInstructions(body);
        input.addItems(body);
        List<String> included = ResponsesSettings.included(body);
        boolean logprobs = ResponsesSettings.logprobs(body, included);
        Conversation conversation =
                new Conversation(
                        input.messages(),
                        tools.tools(),
                        ResponsesSettings.read(body, tools.choice()),
                        metadata(body),
                        extras(body, logprobs, !tools.tools().isEmpty()));
        Optional<Boolean> mayShorten = mayShorten(body);
        List<String> unread = new ArrayList<>(tools.leftOut());
        unread.addAll(input.leftOut());
        IGNORED.stream().filter(name -> body.value(name).isPresent()).forEach(unread::add);
        ResponsesSource source =
                new ResponsesSource(
                        ResponseObject.echo(body),
                        input.items(),
                        tools.names(),
                        ResponsesSettings.summarised(body),
                        included.contains(ResponsesSettings.SEALED),
                        logprobs,
                        KeepAlive.of(body.value("keep_alive")),
                        unread);
        ChatRequest request =
                ChatRequest.decoded(
                        model,
                        ChatRequest.Form.CHAT,
                        wishes.stream(),
                        mayHoldCommands(input.messages()),
                        () -> conversation,
                        source);
        return new Incoming.Chat(request, body.texts(AGENTS), mayShorten);
    }

    private static boolean mayHoldCommands(List<Message> messages) {
        return messages.stream()
                .filter(message -> message.role().equals(Role.USER))
                .flatMap(message -> message.content().stream())
                .anyMatch(
                        part ->
                                part instanceof Part.Text text
                                        && text.text().stripLeading().startsWith("/"));
    }

    private static Optional<Boolean> mayShorten(Members body) {
        return body.text(TRUNCATION)
                .map(
                        word ->
                                switch (word) {
                                    case "auto" -> true;
                                    case "disabled" -> false;
                                    default ->
                                            throw Invalid.value(
                                                    TRUNCATION,
                                                    Json.of(word),
                                                    "\"auto\" or \"disabled\"");
                                });
    }

    /** Returns the unknown members, and those that have the same meaning in a chat. */
    private static Json.Obj extras(Members body, boolean logprobs, boolean tools) {
        Json.Obj extras = body.except(KNOWN);
        Optional<String> verbosity =
                body.members(ResponsesSettings.TEXT).flatMap(text -> text.text("verbosity"));
        if (verbosity.isPresent()) {
            extras = extras.with("verbosity", Json.of(verbosity.get()));
        }
        Optional<Boolean> parallel = ResponsesSettings.flag(body, PARALLEL);
        if (parallel.isPresent() && tools) {
            extras = extras.with(PARALLEL, Json.of(parallel.get()));
        }
        if (logprobs) {
            extras = extras.with("logprobs", Json.of(true));
            Optional<Json> top = body.value(ResponsesSettings.TOP_LOGPROBS);
            if (top.isPresent()) {
                extras = extras.with(ResponsesSettings.TOP_LOGPROBS, top.get());
            }
        }
        Stream.of("user", "prompt_cache_key", "safety_identifier", "service_tier")
                .forEach(body::text);
        var _ = body.members(STREAM_OPTIONS);
        var _ = ResponsesSettings.number(body, "max_tool_calls");
        return extras;
    }

    private static Map<String, String> metadata(Members body) {
        Map<String, String> labels = new LinkedHashMap<>();
        body.members(METADATA)
                .ifPresent(
                        given ->
                                given.object()
                                        .members()
                                        .keySet()
                                        .forEach(name -> labels.put(name, label(given, name))));
        if (labels.size() > MOST_LABELS) {
            throw Invalid.value(
                    METADATA, labels.size() + " members", "at most " + MOST_LABELS + " members");
        }
        return labels;
    }

    private static String label(Members metadata, String name) {
        String value = metadata.requiredText(name);
        if (name.length() > LONGEST_LABEL || value.length() > LONGEST_VALUE) {
            throw Invalid.value(
                    metadata.path(name.substring(0, Math.min(LONGEST_LABEL, name.length()))),
                    Json.of(value),
                    "a name of at most "
                            + LONGEST_LABEL
                            + " characters and a value of at most "
                            + LONGEST_VALUE);
        }
        return value;
    }
}
