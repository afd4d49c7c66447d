package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.adapters.dialects.request.Sampling;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The translation between Ollama's {@code options} and the sampling settings under the names of
 * OpenAI and llama.cpp.
 */
final class OllamaOptions {
    /** Ollama's names of the settings that have another one here. */
    private static final Map<String, String> OWN_NAMES =
            Map.of(
                    "max_tokens", "num_predict",
                    "max_completion_tokens", "num_predict",
                    "n_keep", "num_keep");

    private OllamaOptions() {}

    /**
     * The parsed options.
     *
     * @param sampling the settings under the neutral names
     * @param rest the options that only an Ollama uses, such as {@code num_ctx}
     */
    record ParsedOptions(Json.Obj sampling, Json.Obj rest) {}

    /**
     * Parses options.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if an option has a
     *     wrong type
     */
    static ParsedOptions read(Members options) {
        Map<String, Json> sampling = new LinkedHashMap<>();
        Map<String, Json> rest = new LinkedHashMap<>();
        options.object()
                .members()
                .forEach(
                        (name, value) -> {
                            String neutral = Sampling.neutral(name);
                            if (value instanceof Json.Null) {
                                return;
                            }
                            if (!Sampling.NAMES.contains(neutral) || isNoLimit(name, value)) {
                                rest.put(name, value);
                            } else {
                                checkType(options, name, value);
                                sampling.put(neutral, value);
                            }
                        });
        return new ParsedOptions(new Json.Obj(sampling), new Json.Obj(rest));
    }

    /**
     * Returns true for a negative {@code num_predict}: it means that there is no limit, which has
     * no neutral name.
     */
    private static boolean isNoLimit(String name, Json value) {
        return name.equals("num_predict")
                && value instanceof Json.Num number
                && number.doubleValue() < 0;
    }

    private static void checkType(Members options, String name, Json value) {
        if (name.equals("stop")) {
            options.texts(name);
        } else if (!(value instanceof Json.Num)) {
            throw Invalid.value(options.path(name), value, JsonKind.NUMBER.words());
        }
    }

    /**
     * Returns the options for these sampling settings.
     *
     * @param rest options that are added unchanged
     * @param dropped receives the names of the settings that have no meaning to an Ollama
     */
    static Json.Obj write(Json.Obj sampling, Json.Obj rest, Set<String> dropped) {
        Map<String, Json> options = new LinkedHashMap<>(rest.members());
        sampling.members()
                .forEach(
                        (name, value) -> {
                            String own = OWN_NAMES.getOrDefault(name, name);
                            if (value instanceof Json.Null
                                    || value.equals(Json.Arr.EMPTY)
                                    || isOutdone(name, sampling)) {
                                return;
                            }
                            if (own.equals(name) && !Sampling.NAMES.contains(name)) {
                                dropped.add(name);
                            } else {
                                options.put(own, own.equals("stop") ? list(value) : value);
                            }
                        });
        return new Json.Obj(options);
    }

    /**
     * Returns true for the older name of a limit if the newer one is given too, which then holds.
     */
    private static boolean isOutdone(String name, Json.Obj sampling) {
        return name.equals("max_tokens")
                && sampling.get("max_completion_tokens").orElse(Json.Null.NULL) != Json.Null.NULL;
    }

    private static Json list(Json stop) {
        return stop instanceof Json.Str ? new Json.Arr(List.of(stop)) : stop;
    }
}
