package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.json.Json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Translates between Ollama's {@code options} and the sampling settings under the names that OpenAI
 * and llama.cpp use.
 */
final class OllamaOptions {
    /** What has the same name and meaning on both sides, a number each. */
    private static final Set<String> SAME =
            Set.of(
                    "seed",
                    "temperature",
                    "top_p",
                    "top_k",
                    "min_p",
                    "typical_p",
                    "repeat_penalty",
                    "repeat_last_n",
                    "presence_penalty",
                    "frequency_penalty",
                    "mirostat",
                    "mirostat_tau",
                    "mirostat_eta");

    private OllamaOptions() {}

    /**
     * The options as read.
     *
     * @param sampling under the neutral names
     * @param rest options that only an Ollama has a use for, such as {@code num_ctx}
     */
    record Read(Json.Obj sampling, Json.Obj rest) {}

    /**
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if an option has a
     *     wrong type
     */
    static Read read(OllamaMembers options) {
        Map<String, Json> sampling = new LinkedHashMap<>();
        Map<String, Json> rest = new LinkedHashMap<>();
        options.object()
                .members()
                .forEach(
                        (name, value) -> {
                            if (value instanceof Json.Null) {
                                return;
                            }
                            switch (name) {
                                case "num_predict" -> {
                                    Json.Num number = number(options, name, value);
                                    // Below zero it means no limit, which has no neutral name.
                                    if (number.doubleValue() < 0) {
                                        rest.put(name, number);
                                    } else {
                                        sampling.put("max_tokens", number);
                                    }
                                }
                                case "stop" -> {
                                    options.texts(name);
                                    sampling.put(name, value);
                                }
                                default -> {
                                    if (SAME.contains(name)) {
                                        sampling.put(name, number(options, name, value));
                                    } else {
                                        rest.put(name, value);
                                    }
                                }
                            }
                        });
        return new Read(new Json.Obj(sampling), new Json.Obj(rest));
    }

    private static Json.Num number(OllamaMembers options, String name, Json value) {
        if (value instanceof Json.Num number) {
            return number;
        }
        throw options.wrong(name, value, "a number");
    }

    /**
     * The options that say this sampling.
     *
     * @param rest options that are taken over as they are
     * @param dropped gets the names of what has no meaning to an Ollama
     */
    static Json.Obj write(Json.Obj sampling, Json.Obj rest, Set<String> dropped) {
        Map<String, Json> options = new LinkedHashMap<>(rest.members());
        sampling.members()
                .forEach(
                        (name, value) -> {
                            if (value instanceof Json.Null) {
                                return;
                            }
                            switch (name) {
                                case "max_completion_tokens" -> options.put("num_predict", value);
                                // The older name; the newer one wins where both are there.
                                case "max_tokens" -> {
                                    if (!sampling.members().containsKey("max_completion_tokens")) {
                                        options.put("num_predict", value);
                                    }
                                }
                                case "stop" ->
                                        options.put(
                                                name,
                                                value instanceof Json.Str
                                                        ? new Json.Arr(List.of(value))
                                                        : value);
                                default -> {
                                    if (SAME.contains(name)) {
                                        options.put(name, value);
                                    } else {
                                        dropped.add(name);
                                    }
                                }
                            }
                        });
        return new Json.Obj(options);
    }
}
