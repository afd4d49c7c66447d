package dev.chasqui.adapters.dialects.request;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of the sampling settings that several dialects share, as {@link
 * dev.chasqui.domain.chat.Settings#sampling()} holds them: OpenAI's name if it has one, else
 * llama.cpp's.
 */
public final class Sampling {
    /** The names of the shared settings. */
    public static final List<String> NAMES =
            List.of(
                    "temperature",
                    "top_p",
                    "top_k",
                    "min_p",
                    "typical_p",
                    "max_tokens",
                    "stop",
                    "seed",
                    "presence_penalty",
                    "frequency_penalty",
                    "repeat_penalty",
                    "repeat_last_n",
                    "mirostat",
                    "mirostat_tau",
                    "mirostat_eta",
                    "n_keep");

    /** The shared names of the settings that have another name in Ollama, by Ollama's names. */
    private static final Map<String, String> OF_OLLAMA =
            Map.of("num_predict", "max_tokens", "num_keep", "n_keep");

    /** The shared settings that OpenAI's own API has. */
    private static final Set<String> OF_OPENAI =
            Set.of(
                    "temperature",
                    "top_p",
                    "max_tokens",
                    "stop",
                    "seed",
                    "presence_penalty",
                    "frequency_penalty");

    private Sampling() {}

    /** Returns the shared name of one of Ollama's options. */
    public static String neutral(String option) {
        return OF_OLLAMA.getOrDefault(option, option);
    }

    /** Returns Ollama's name of a shared setting. */
    static String ofOllama(String setting) {
        return OF_OLLAMA.entrySet().stream()
                .filter(entry -> entry.getValue().equals(setting))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(setting);
    }

    /** Returns true if OpenAI's own API has a shared setting. */
    public static boolean isOfOpenAi(String setting) {
        return OF_OPENAI.contains(setting);
    }

    /** Returns true if one of Ollama's options is a shared setting and a number. */
    static boolean isNumber(String option) {
        return !option.equals("stop") && NAMES.contains(neutral(option));
    }
}
