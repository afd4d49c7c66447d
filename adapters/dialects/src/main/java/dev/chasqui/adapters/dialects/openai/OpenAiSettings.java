package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.adapters.dialects.request.Sampling;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.json.Json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The reader and writer of settings as top-level members of a request. */
final class OpenAiSettings {
    private static final String MAX_TOKENS = "max_tokens";
    private static final String TYPE = "type";
    private static final String SCHEMA = "json_schema";

    private OpenAiSettings() {}

    static Settings read(Members body) {
        return new Settings(
                sampling(body),
                body.value("tool_choice")
                        .map(OpenAiSettings::toolChoice)
                        .orElseGet(ToolChoice.Auto::new),
                body.members("response_format")
                        .map(OpenAiSettings::format)
                        .orElseGet(ReplyFormat.Text::new),
                thinking(body),
                body.members("stream_options")
                        .flatMap(options -> options.value("include_usage"))
                        .filter(Json.of(true)::equals)
                        .isPresent());
    }

    private static Json.Obj sampling(Members body) {
        if (body.value("stop").orElse(Json.Null.NULL) instanceof Json.Arr) {
            // The value is kept as it is, but it must be a list of strings.
            body.texts("stop");
        }
        Map<String, Json> sampling = new LinkedHashMap<>();
        for (String name : Sampling.NAMES) {
            body.value(name).ifPresent(value -> sampling.put(name, value));
        }
        body.value(OpenAiFields.MAX_COMPLETION_TOKENS)
                .ifPresent(value -> sampling.put(MAX_TOKENS, value));
        return new Json.Obj(sampling);
    }

    private static ToolChoice toolChoice(Json choice) {
        if (choice instanceof Json.Str(String name)) {
            return switch (name) {
                case "auto" -> new ToolChoice.Auto();
                case "none" -> new ToolChoice.None();
                case "required" -> new ToolChoice.Required();
                default -> new ToolChoice.Other(choice);
            };
        }
        Json.Obj function =
                choice instanceof Json.Obj object ? object.object("function") : Json.Obj.EMPTY;
        return function.text("name")
                .<ToolChoice>map(ToolChoice.Function::new)
                .orElseGet(() -> new ToolChoice.Other(choice));
    }

    private static ReplyFormat format(Members format) {
        ReplyFormat other = new ReplyFormat.Other(format.object());
        return switch (format.text(TYPE).orElse("")) {
            case "text" -> new ReplyFormat.Text();
            // llama.cpp takes a schema here too.
            case "json_object" ->
                    format.value("schema")
                            .<ReplyFormat>map(
                                    schema ->
                                            new ReplyFormat.JsonSchema("", schema, Json.Obj.EMPTY))
                            .orElseGet(ReplyFormat.JsonObject::new);
            case SCHEMA -> format.members(SCHEMA).map(OpenAiSettings::schema).orElse(other);
            default -> other;
        };
    }

    private static ReplyFormat schema(Members schema) {
        return schema.value("schema")
                .<ReplyFormat>map(
                        value ->
                                new ReplyFormat.JsonSchema(
                                        schema.text("name").orElse(""),
                                        value,
                                        schema.except("name", "schema")))
                .orElseGet(
                        () ->
                                new ReplyFormat.Other(
                                        Json.Obj.EMPTY
                                                .with(TYPE, Json.of(SCHEMA))
                                                .with(SCHEMA, schema.object())));
    }

    /** Reads OpenAI's effort, else the switch of llama.cpp's chat templates. */
    private static Thinking thinking(Members body) {
        Optional<String> effort = body.text("reasoning_effort");
        if (effort.isPresent()) {
            return effort.get().equals("none")
                    ? new Thinking.Off()
                    : new Thinking.Effort(effort.get());
        }
        Json kwargs = body.value("chat_template_kwargs").orElse(Json.Null.NULL);
        Json enabled =
                kwargs instanceof Json.Obj object
                        ? object.get("enable_thinking").orElse(Json.Null.NULL)
                        : Json.Null.NULL;
        return enabled instanceof Json.Bool(boolean on)
                ? (on ? new Thinking.On() : new Thinking.Off())
                : new Thinking.Unset();
    }

    /**
     * Returns the members for these settings; none for defaults.
     *
     * @param limit the client's spelling of the limit of tokens
     * @param tools true if there are tools to choose from
     */
    static Map<String, Json> write(Settings settings, String limit, boolean tools) {
        Map<String, Json> members = new LinkedHashMap<>();
        settings.sampling()
                .members()
                .forEach(
                        (name, value) ->
                                members.put(name.equals(MAX_TOKENS) ? limit : name, value));
        if (tools) {
            toolChoice(settings.toolChoice())
                    .ifPresent(choice -> members.put("tool_choice", choice));
        }
        format(settings.format()).ifPresent(format -> members.put("response_format", format));
        effort(settings.thinking())
                .ifPresent(effort -> members.put("reasoning_effort", Json.of(effort)));
        return members;
    }

    private static Optional<Json> toolChoice(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.Auto ignored -> Optional.empty();
            case ToolChoice.None ignored -> Optional.of(Json.of("none"));
            case ToolChoice.Required ignored -> Optional.of(Json.of("required"));
            case ToolChoice.Function(String name) ->
                    Optional.of(
                            Json.Obj.EMPTY
                                    .with(TYPE, Json.of("function"))
                                    .with("function", Json.Obj.EMPTY.with("name", Json.of(name))));
            case ToolChoice.Other(Json value) -> Optional.of(value);
        };
    }

    private static Optional<Json> format(ReplyFormat format) {
        return switch (format) {
            case ReplyFormat.Text ignored -> Optional.empty();
            case ReplyFormat.JsonObject ignored ->
                    Optional.of(Json.Obj.EMPTY.with(TYPE, Json.of("json_object")));
            case ReplyFormat.JsonSchema(String name, Json schema, Json.Obj extras) -> {
                Json.Obj named =
                        Json.Obj.EMPTY
                                .with("name", Json.of(name.isEmpty() ? "reply" : name))
                                .with("schema", schema);
                yield Optional.of(
                        Json.Obj.EMPTY
                                .with(TYPE, Json.of(SCHEMA))
                                .with(SCHEMA, named.withAll(extras)));
            }
            case ReplyFormat.Other(Json value) -> Optional.of(value);
        };
    }

    /**
     * Returns the reasoning effort. A plain "on" has no value: models that can reason do so by
     * default, and OpenAI refuses llama.cpp's switch.
     */
    private static Optional<String> effort(Thinking thinking) {
        return switch (thinking) {
            case Thinking.Unset ignored -> Optional.empty();
            case Thinking.On ignored -> Optional.empty();
            case Thinking.Off ignored -> Optional.of("none");
            case Thinking.Effort(String level) ->
                    // OpenAI does not know Ollama's highest level.
                    Optional.of(level.equals("max") ? "high" : level);
        };
    }
}
