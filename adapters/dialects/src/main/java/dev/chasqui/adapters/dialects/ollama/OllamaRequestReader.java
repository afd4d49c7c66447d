package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.adapters.dialects.request.ToolDefinitions;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.chat.Source;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * A reader of the whole conversation of a request.
 *
 * <p>Members that only an Ollama uses stay among the extras: {@code keep_alive}, {@code template}
 * and others, and under {@code options} those for loading the model.
 */
final class OllamaRequestReader {
    /** The levels of {@code think}; an Ollama refuses others. */
    private static final Set<String> LEVELS = Set.of("low", "medium", "high", "max");

    private OllamaRequestReader() {}

    /**
     * Returns the conversation of a body of {@code /api/chat}.
     *
     * @param sources returns the part of the body with the message of this position
     */
    static Conversation chat(Json.Obj object, IntFunction<Source> sources) {
        Members body = new Members("", object);
        List<Message> messages = new ArrayList<>();
        for (Json item : body.items("messages")) {
            int index = messages.size();
            messages.add(
                    OllamaMessageReader.read(
                            Members.of("messages[" + index + "]", item), sources.apply(index)));
        }
        return conversation(body, messages, ToolDefinitions.read(body), OllamaPath.CHAT.known());
    }

    /**
     * Returns the conversation of a body of {@code /api/generate}, with the prompt as the user's
     * message. It has no messages if there is no prompt: the model is then only loaded or unloaded.
     */
    static Conversation generate(Json.Obj object) {
        Members body = new Members("", object);
        List<Part> prompt =
                OllamaMessageReader.content(body, "prompt").stream()
                        .filter(part -> !part.equals(new Part.Text("")))
                        .toList();
        List<Message> messages = new ArrayList<>();
        Optional<String> system = body.text("system").filter(text -> !text.isEmpty());
        if (!prompt.isEmpty()) {
            system.ifPresent(text -> messages.add(Message.of(Role.SYSTEM, text)));
            messages.add(Message.of(Role.USER, "").withContent(prompt));
        }
        return conversation(body, messages, List.of(), OllamaPath.GENERATE.known());
    }

    private static Conversation conversation(
            Members body, List<Message> messages, List<Tool> tools, Set<String> known) {
        OllamaOptions.ParsedOptions options =
                body.members("options")
                        .map(OllamaOptions::read)
                        .orElse(new OllamaOptions.ParsedOptions(Json.Obj.EMPTY, Json.Obj.EMPTY));
        Settings settings =
                new Settings(
                        options.sampling(),
                        new ToolChoice.Auto(),
                        format(body),
                        thinking(body),
                        false);
        Json.Obj extras = body.except(known);
        if (!options.rest().isEmpty()) {
            extras = extras.with("options", options.rest());
        }
        return new Conversation(messages, tools, settings, Map.of(), extras);
    }

    private static ReplyFormat format(Members body) {
        return switch (body.value("format").orElse(Json.Null.NULL)) {
            case Json.Null ignored -> new ReplyFormat.Text();
            case Json.Str(String text) when text.isEmpty() -> new ReplyFormat.Text();
            case Json.Str(String text) when text.equals("json") -> new ReplyFormat.JsonObject();
            case Json.Obj schema -> new ReplyFormat.JsonSchema("", schema, Json.Obj.EMPTY);
            case Json other ->
                    throw Invalid.value("format", other, "\"json\" or a JSON Schema as an object");
        };
    }

    private static Thinking thinking(Members body) {
        return switch (body.value("think").orElse(Json.Null.NULL)) {
            case Json.Null ignored -> new Thinking.Unset();
            case Json.Bool(boolean on) -> on ? new Thinking.On() : new Thinking.Off();
            case Json.Str(String level) when LEVELS.contains(level) -> new Thinking.Effort(level);
            case Json other ->
                    throw Invalid.value(
                            "think",
                            other,
                            "\"low\", \"medium\", \"high\", \"max\", true or false");
        };
    }
}
