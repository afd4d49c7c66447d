package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.adapters.dialects.request.Sampling;
import dev.chasqui.domain.chat.ReplyFormat;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.chat.ToolChoice;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A reader of the settings of a request. Stateless. */
final class ResponsesSettings {
    static final String REASONING = "reasoning";
    static final String TEXT = "text";
    static final String MAX_OUTPUT_TOKENS = "max_output_tokens";
    static final String TOP_LOGPROBS = "top_logprobs";
    static final String SEALED = "reasoning.encrypted_content";
    private static final String LOGPROBS = "message.output_text.logprobs";
    private static final String TYPE = "type";
    private static final String FORMAT = "format";
    private static final int MOST_LOGPROBS = 20;

    /** The things that a client may want included; most belong to tools that other servers run. */
    private static final Set<String> INCLUDED =
            Set.of(
                    SEALED,
                    LOGPROBS,
                    "message.input_image.image_url",
                    "file_search_call.results",
                    "web_search_call.results",
                    "web_search_call.action.sources",
                    "code_interpreter_call.outputs",
                    "computer_call_output.output.image_url");

    private ResponsesSettings() {}

    /**
     * Returns the settings of a body.
     *
     * @throws FailureException with {@code Invalid} that names the field
     */
    static Settings read(Members body, ToolChoice choice) {
        return new Settings(sampling(body), choice, format(body), thinking(body), true);
    }

    private static Json.Obj sampling(Members body) {
        Map<String, Json> sampling = new LinkedHashMap<>();
        for (String name : Sampling.NAMES) {
            if (name.equals("stop")) {
                if (body.value(name).orElse(Json.Null.NULL) instanceof Json.Arr) {
                    // The value is kept as it is, but it must be a list of strings.
                    body.texts(name);
                } else {
                    body.text(name);
                }
                body.value(name).ifPresent(value -> sampling.put(name, value));
            } else {
                number(body, name).ifPresent(value -> sampling.put(name, value));
            }
        }
        number(body, MAX_OUTPUT_TOKENS)
                .ifPresent(
                        most -> {
                            if (most.doubleValue() < 1) {
                                throw Invalid.value(MAX_OUTPUT_TOKENS, most, "at least 1");
                            }
                            sampling.put("max_tokens", most);
                        });
        return new Json.Obj(sampling);
    }

    /** Returns a member that is a number. */
    static Optional<Json.Num> number(Members holder, String name) {
        return holder.value(name)
                .map(
                        value -> {
                            if (value instanceof Json.Num number) {
                                return number;
                            }
                            throw Invalid.value(holder.path(name), value, JsonKind.NUMBER.words());
                        });
    }

    /** Returns a member that is true or false. */
    static Optional<Boolean> flag(Members holder, String name) {
        return holder.value(name)
                .map(
                        value -> {
                            if (value instanceof Json.Bool(boolean flag)) {
                                return flag;
                            }
                            throw Invalid.value(holder.path(name), value, JsonKind.FLAG.words());
                        });
    }

    private static ReplyFormat format(Members body) {
        Optional<Members> format = body.members(TEXT).flatMap(text -> text.members(FORMAT));
        return format.map(said -> replyFormat(said, said.requiredText(TYPE)))
                .orElseGet(ReplyFormat.Text::new);
    }

    private static ReplyFormat replyFormat(Members format, String type) {
        return switch (type) {
            case "text" -> new ReplyFormat.Text();
            case "json_object" -> new ReplyFormat.JsonObject();
            case "json_schema" ->
                    new ReplyFormat.JsonSchema(
                            format.requiredText("name"),
                            format.members("schema")
                                    .orElseThrow(
                                            () ->
                                                    Invalid.missing(
                                                            format.path("schema"), "a JSON Schema"))
                                    .object(),
                            format.except(TYPE, "name", "schema"));
            default ->
                    throw Invalid.value(
                            format.path(TYPE),
                            Json.of(type),
                            "\"text\", \"json_object\" or \"json_schema\"");
        };
    }

    private static Thinking thinking(Members body) {
        Optional<String> effort = body.members(REASONING).flatMap(said -> said.text("effort"));
        if (effort.isEmpty()) {
            return new Thinking.Unset();
        }
        return effort.get().equals("none") ? new Thinking.Off() : new Thinking.Effort(effort.get());
    }

    /** Returns true if the client wants the reasoning as a summary. */
    static boolean summarised(Members body) {
        Optional<Members> reasoning = body.members(REASONING);
        return reasoning.flatMap(said -> said.text("summary")).isPresent()
                || reasoning.flatMap(said -> said.text("generate_summary")).isPresent();
    }

    /**
     * Returns the names of what the client wants included.
     *
     * @throws FailureException with {@code Invalid} if one is unknown
     */
    static List<String> included(Members body) {
        List<String> included = body.texts("include");
        for (int i = 0; i < included.size(); i++) {
            if (!INCLUDED.contains(included.get(i))) {
                throw Invalid.value(
                        "include[" + i + "]",
                        Json.of(included.get(i)),
                        "\"" + SEALED + "\", \"" + LOGPROBS + "\" or another value of the API");
            }
        }
        return included;
    }

    /** Returns true if the client wants log probabilities. */
    static boolean logprobs(Members body, List<String> included) {
        double top = number(body, TOP_LOGPROBS).map(Json.Num::doubleValue).orElse(0.0);
        if (top < 0 || top > MOST_LOGPROBS || top != Math.rint(top)) {
            throw Invalid.value(
                    TOP_LOGPROBS,
                    body.value(TOP_LOGPROBS).orElse(Json.Null.NULL),
                    "a whole number from 0 to " + MOST_LOGPROBS);
        }
        return top > 0 || included.contains(LOGPROBS);
    }
}
