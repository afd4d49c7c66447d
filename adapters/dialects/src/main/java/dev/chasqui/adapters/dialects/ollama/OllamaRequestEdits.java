package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.BackendCodec.Outgoing;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.SliceSource;
import dev.chasqui.adapters.dialects.request.Splice;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.ChatRequest.Field;
import dev.chasqui.domain.chat.ChatRequest.Form;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.json.Json;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The edits of a request that came from an Ollama's client, spliced into its own body, so that all
 * else goes out byte for byte, to the path that the client used.
 */
final class OllamaRequestEdits {
    private final ChatRequest request;
    private final BodyScan scan;
    private final OllamaPath path;
    private final Splice splice;
    private final Set<String> dropped = new LinkedHashSet<>();

    private OllamaRequestEdits(ChatRequest request, OllamaSource source) {
        this.request = request;
        this.scan = source.scan();
        this.path = source.path();
        this.splice = new Splice(scan);
    }

    /**
     * Returns the edited request; empty if the client's own path cannot express it: a prompt is a
     * single question and no conversation.
     */
    static Optional<Outgoing> write(ChatRequest request, OllamaSource source) {
        if (isPrompt(request.form())
                && request.edited().contains(Field.MESSAGES)
                && !isOnePrompt(request.messages())) {
            return Optional.empty();
        }
        OllamaRequestEdits edits = new OllamaRequestEdits(request, source);
        edits.splice.remove("agents");
        request.edited().forEach(edits::apply);
        return Optional.of(
                new Outgoing(edits.path.path(), edits.splice.bytes(), List.copyOf(edits.dropped)));
    }

    /**
     * Returns the request to load a model, with the client's other members and with this model's
     * name.
     */
    static Outgoing load(LoadRequest request, OllamaSource source) {
        Splice splice = new Splice(source.scan());
        splice.remove("agents");
        if (!source.scan().text("model").equals(Optional.of(request.model()))) {
            splice.set("model", Json.of(request.model()));
        }
        return new Outgoing(source.path().path(), splice.bytes(), List.of());
    }

    private static boolean isPrompt(Form form) {
        return form == Form.PROMPT || form == Form.RAW;
    }

    /** Returns true for a single question of the user with only instructions in front of it. */
    private static boolean isOnePrompt(List<Message> messages) {
        return !messages.isEmpty()
                && messages.getLast().role().equals(Role.USER)
                && messages.stream().filter(message -> !message.role().instructs()).count() == 1;
    }

    private void apply(Field field) {
        switch (field) {
            case MODEL -> splice.set("model", Json.of(request.model()));
            case STREAM -> splice.set("stream", Json.of(request.stream()));
            case MESSAGES -> {
                switch (request.form()) {
                    case CHAT -> setMessages();
                    case PROMPT, RAW -> setPrompt();
                }
            }
            case TOOLS -> setTools();
            case SETTINGS -> {
                if (request.settings().toolChoice() instanceof ToolChoice.None) {
                    splice.remove("tools");
                }
                set("format", OllamaRequestWriter.format(request, dropped));
                set("think", OllamaRequestWriter.think(request));
                set("options", OllamaRequestWriter.options(request, dropped));
            }
            case EXTRAS -> setExtras();
        }
    }

    private void setMessages() {
        OllamaMessageWriter writer = new OllamaMessageWriter(request.messages(), true, dropped);
        splice.set(
                "messages",
                SliceSource.array(
                        request.messages(),
                        Dialect.OLLAMA,
                        message -> writer.write(request.messages().indexOf(message), message)));
    }

    private void setPrompt() {
        List<Message> messages = request.messages();
        String system =
                messages.stream()
                        .filter(message -> message.role().instructs())
                        .map(Message::text)
                        .collect(Collectors.joining("\n\n"));
        set("system", system.isEmpty() ? Optional.empty() : Optional.of(Json.of(system)));
        Json.Obj question =
                new OllamaMessageWriter(messages, true, dropped)
                        .write(messages.size() - 1, messages.getLast());
        set("prompt", question.get("content"));
        set("images", question.get("images"));
    }

    private void setTools() {
        if (path.isConversationMember("tools")) {
            set("tools", OllamaRequestWriter.tools(request, true, dropped));
        }
    }

    private void setExtras() {
        Map<String, Json> extras = request.extras().members();
        for (String name : scan.members().keySet()) {
            if (!path.isConversationMember(name) && !extras.containsKey(name)) {
                splice.remove(name);
            }
        }
        extras.forEach(
                (name, value) -> {
                    if (!name.equals("options")) {
                        set(name, Optional.of(value));
                    }
                });
        set("options", OllamaRequestWriter.options(request, dropped));
    }

    /** Sets a member, but keeps its bytes if the value is the same as before. */
    private void set(String name, Optional<Json> value) {
        if (scan.value(name).equals(value)) {
            return;
        }
        value.ifPresentOrElse(given -> splice.set(name, given), () -> splice.remove(name));
    }
}
