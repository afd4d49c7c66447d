package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.json.Json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A reader of the settings of a request. */
final class AnthropicSettings {
    /** The neutral names of the sampling settings, by their names in this dialect. */
    static final Map<String, String> SAMPLING = sampling();

    /**
     * The extra that permits or forbids several tool calls at once, in requests of all dialects.
     */
    static final String PARALLEL = "parallel_tool_calls";

    static final String THINKING = "thinking";
    static final String ONE_CALL = "disable_parallel_tool_use";
    static final String EFFORT = "effort";
    static final String FORMAT = "format";
    static final String SCHEMA = "json_schema";
    private static final String TYPE = "type";

    private AnthropicSettings() {}

    private static Map<String, String> sampling() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("max_tokens", "max_tokens");
        names.put("temperature", "temperature");
        names.put("top_p", "top_p");
        names.put("top_k", "top_k");
        names.put("stop_sequences", "stop");
        return names;
    }

    static Settings read(Members body) {
        body.texts("stop_sequences");
        Map<String, Json> sampling = new LinkedHashMap<>();
        SAMPLING.forEach(
                (name, neutral) ->
                        body.value(name)
                                .filter(value -> !value.equals(Json.Arr.EMPTY))
                                .ifPresent(value -> sampling.put(neutral, value)));
        return new Settings(
                new Json.Obj(sampling),
                body.members("tool_choice")
                        .map(AnthropicSettings::toolChoice)
                        .orElseGet(ToolChoice.Auto::new),
                format(body),
                thinking(body),
                true);
    }

    private static ToolChoice toolChoice(Members choice) {
        return switch (choice.text(TYPE).orElse("")) {
            case "auto" -> new ToolChoice.Auto();
            case "any" -> new ToolChoice.Required();
            case "none" -> new ToolChoice.None();
            case "tool" -> new ToolChoice.Function(choice.requiredText("name"));
            default -> new ToolChoice.Other(choice.object());
        };
    }

    private static ReplyFormat format(Members body) {
        Optional<Members> format =
                body.members(AnthropicFields.OUTPUT_CONFIG)
                        .flatMap(config -> config.members(FORMAT));
        return format.<ReplyFormat>map(
                        given ->
                                given.text(TYPE).equals(Optional.of(SCHEMA))
                                                && given.value("schema").isPresent()
                                        ? new ReplyFormat.JsonSchema(
                                                "",
                                                given.value("schema").get(),
                                                given.except(TYPE, "schema"))
                                        : new ReplyFormat.Other(given.object()))
                .orElseGet(ReplyFormat.Text::new);
    }

    /**
     * Returns the amount of reasoning. {@code adaptive} counts as not set: models decide by
     * themselves, and a server whose model cannot reason would refuse an explicit request.
     */
    private static Thinking thinking(Members body) {
        String type = body.members(THINKING).flatMap(given -> given.text(TYPE)).orElse("");
        return switch (type) {
            case "disabled" -> new Thinking.Off();
            case "enabled" ->
                    body.members(AnthropicFields.OUTPUT_CONFIG)
                            .flatMap(config -> config.text(EFFORT))
                            .<Thinking>map(Thinking.Effort::new)
                            .orElseGet(Thinking.On::new);
            default -> new Thinking.Unset();
        };
    }

    /** Returns the unknown members, and those members of known objects that are no setting. */
    static Json.Obj extras(Members body) {
        Json.Obj extras = body.except(AnthropicFields.KNOWN);
        Json.Obj config =
                body.members(AnthropicFields.OUTPUT_CONFIG)
                        .map(given -> given.except(FORMAT))
                        .orElse(Json.Obj.EMPTY);
        if (!config.isEmpty()) {
            extras = extras.with(AnthropicFields.OUTPUT_CONFIG, config);
        }
        Json.Obj thoughts =
                body.members(THINKING).map(given -> given.except(TYPE)).orElse(Json.Obj.EMPTY);
        if (!thoughts.isEmpty()) {
            extras = extras.with(THINKING, thoughts);
        }
        boolean oneCall =
                body.members("tool_choice")
                        .flatMap(choice -> choice.value(ONE_CALL))
                        .equals(Optional.of(Json.of(true)));
        return oneCall ? extras.with(PARALLEL, Json.of(false)) : extras;
    }
}
