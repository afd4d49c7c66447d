package dev.chasqui.adapters.dialects;

import java.util.List;

/**
 * The names of the sampling settings that more than one dialect knows, as {@link
 * dev.chasqui.domain.chat.Settings#sampling()} holds them: OpenAI's where it has one, else
 * llama.cpp's.
 */
final class Sampling {
    static final List<String> NAMES =
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

    private Sampling() {}
}
