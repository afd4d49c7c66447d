package dev.chasqui.adapters.dialects.request;

import java.util.List;
import java.util.Map;

/**
 * The names of the sampling settings that more than one dialect knows, as {@link
 * dev.chasqui.domain.chat.Settings#sampling()} holds them: OpenAI's where it has one, else
 * llama.cpp's.
 */
public final class Sampling {
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

    /** The settings that Ollama calls otherwise, by Ollama's names. */
    private static final Map<String, String> OF_OLLAMA =
            Map.of("num_predict", "max_tokens", "num_keep", "n_keep");

    private Sampling() {}

    /** The name here of a setting of Ollama's options. */
    public static String neutral(String option) {
        return OF_OLLAMA.getOrDefault(option, option);
    }

    /** Whether this setting of Ollama's options is one of these and a number. */
    static boolean isNumber(String option) {
        return !option.equals("stop") && NAMES.contains(neutral(option));
    }
}
