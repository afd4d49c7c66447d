package dev.chasqui.adapters.dialects.request;

import java.util.List;
import java.util.Map;

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

    private Sampling() {}

    /** Returns the shared name of one of Ollama's options. */
    public static String neutral(String option) {
        return OF_OLLAMA.getOrDefault(option, option);
    }

    /** Returns true if one of Ollama's options is a shared setting and a number. */
    static boolean isNumber(String option) {
        return !option.equals("stop") && NAMES.contains(neutral(option));
    }
}
