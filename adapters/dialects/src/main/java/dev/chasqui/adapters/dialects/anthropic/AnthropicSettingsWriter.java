package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.json.Json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A writer of the settings of a request. Used by one thread. */
final class AnthropicSettingsWriter {
    /** The sampling settings that the API refuses together with reasoning. */
    private static final Set<String> NOT_WHILE_THINKING = Set.of("temperature", "top_p", "top_k");

    private static final String TYPE = "type";
    private static final String JSON_SCHEMA = "response_format.json_schema.";

    private final Conversation conversation;
    private final Settings settings;
    private final Set<String> dropped;

    /**
     * @param conversation the conversation with the settings
     * @param dropped receives the names of the settings that have no meaning in this dialect
     */
    AnthropicSettingsWriter(Conversation conversation, Set<String> dropped) {
        this.conversation = conversation;
        this.settings = conversation.settings();
        this.dropped = dropped;
    }

    /**
     * Returns the members of the settings; a default needs no member.
     *
     * @param tools true if the request has tools
     */
    Map<String, Json> members(boolean tools) {
        Map<String, Json> members = new LinkedHashMap<>();
        addSampling(members);
        if (tools) {
            toolChoice().ifPresent(choice -> members.put("tool_choice", choice));
        }
        thinking().ifPresent(thinking -> members.put("thinking", thinking));
        Json.Obj config = outputConfig();
        if (!config.isEmpty()) {
            members.put(AnthropicFields.OUTPUT_CONFIG, config);
        }
        return members;
    }

    private void addSampling(Map<String, Json> members) {
        settings.sampling()
                .members()
                .forEach(
                        (neutral, value) -> {
                            Optional<String> name = name(neutral);
                            if (value == Json.Null.NULL || isNoLimit(neutral, value)) {
                                return;
                            }
                            if (name.isEmpty()
                                    || (usesThinking() && NOT_WHILE_THINKING.contains(neutral))) {
                                dropped.add(neutral);
                            } else {
                                Json written = inRange(neutral, value);
                                if (written instanceof Json.Num && !written.equals(value)) {
                                    dropped.add(neutral);
                                }
                                members.put(name.get(), written);
                            }
                        });
    }

    private static Optional<String> name(String neutral) {
        return AnthropicSettings.SAMPLING.entrySet().stream()
                .filter(entry -> entry.getValue().equals(neutral))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean isNoLimit(String neutral, Json value) {
        return (neutral.equals("max_tokens")
                        && value instanceof Json.Num limit
                        && limit.doubleValue() <= 0)
                || (neutral.equals("stop") && value.equals(Json.Arr.EMPTY));
    }

    /** Returns the value in the range and form of this dialect: temperatures end at 1. */
    private static Json inRange(String neutral, Json value) {
        if (neutral.equals("temperature")
                && value instanceof Json.Num degree
                && degree.doubleValue() > 1) {
            return Json.of(1);
        }
        return neutral.equals("stop") && value instanceof Json.Str
                ? new Json.Arr(List.of(value))
                : value;
    }

    private boolean usesThinking() {
        return thinking().filter(said -> !said.equals(type("disabled"))).isPresent();
    }

    private Optional<Json> toolChoice() {
        boolean oneCall =
                conversation
                        .extras()
                        .get(AnthropicSettings.PARALLEL)
                        .equals(Optional.of(Json.of(false)));
        Optional<Json.Obj> choice =
                switch (settings.toolChoice()) {
                    case ToolChoice.Auto _ ->
                            oneCall ? Optional.of(type("auto")) : Optional.empty();
                    case ToolChoice.None _ -> Optional.of(type("none"));
                    case ToolChoice.Required _ -> Optional.of(type("any"));
                    case ToolChoice.Function(String name) ->
                            Optional.of(type("tool").with("name", Json.of(name)));
                    case ToolChoice.Other _ -> {
                        dropped.add("tool_choice");
                        yield Optional.empty();
                    }
                };
        boolean limitsCalls = oneCall && !(settings.toolChoice() instanceof ToolChoice.None);
        return choice.map(
                said -> limitsCalls ? said.with(AnthropicSettings.ONE_CALL, Json.of(true)) : said);
    }

    private static Json.Obj type(String type) {
        return Json.Obj.EMPTY.with(TYPE, Json.of(type));
    }

    private Optional<Json> thinking() {
        return switch (settings.thinking()) {
            case Thinking.Unset _ -> Optional.empty();
            case Thinking.Off _ -> Optional.of(type("disabled"));
            case Thinking.On _ -> Optional.of(type("adaptive"));
            case Thinking.Effort(String level) ->
                    Optional.of(type(level.equals("none") ? "disabled" : "adaptive"));
        };
    }

    private Json.Obj outputConfig() {
        Json.Obj config = Json.Obj.EMPTY;
        if (settings.thinking() instanceof Thinking.Effort(String level) && !level.equals("none")) {
            boolean unknown = level.equals("minimal");
            if (unknown) {
                dropped.add("reasoning_effort");
            }
            config = config.with(AnthropicSettings.EFFORT, Json.of(unknown ? "low" : level));
        }
        return switch (settings.format()) {
            case ReplyFormat.Text _ -> config;
            case ReplyFormat.JsonSchema(String name, Json schema, Json.Obj extras) -> {
                if (!name.isEmpty()) {
                    dropped.add(JSON_SCHEMA + "name");
                }
                extras.members().keySet().forEach(extra -> dropped.add(JSON_SCHEMA + extra));
                yield config.with(
                        AnthropicSettings.FORMAT,
                        type(AnthropicSettings.SCHEMA).with("schema", schema));
            }
            case ReplyFormat.JsonObject _, ReplyFormat.Other _ -> {
                dropped.add("response_format");
                yield config;
            }
        };
    }
}
