package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Dialect;

import java.util.Map;
import java.util.Optional;

/**
 * The names by which clients know the settings of their requests, for the list of the dropped
 * members.
 */
public final class ClientNames {
    /** The names of settings in Anthropic's dialect, by the names of OpenAI's. */
    private static final Map<String, String> OF_ANTHROPIC =
            Map.of(
                    "stop", "stop_sequences",
                    "reasoning_effort", "thinking",
                    "reasoning_content", "thinking",
                    "response_format", "output_config.format",
                    "parallel_tool_calls", "tool_choice.disable_parallel_tool_use");

    /** The names of settings outside {@code options} in Ollama's dialect, likewise. */
    private static final Map<String, String> OF_OLLAMA =
            Map.of(
                    "reasoning_effort", "think",
                    "reasoning_content", "thinking",
                    "response_format", "format");

    private ClientNames() {}

    /**
     * Returns the path of a setting in the client's request.
     *
     * @param setting its name in OpenAI's dialect or, if that has none, in llama.cpp's
     */
    public static String of(ChatRequest request, String setting) {
        Optional<Dialect> dialect = request.source().map(source -> source.dialect());
        if (dialect.equals(Optional.of(Dialect.ANTHROPIC))) {
            return OF_ANTHROPIC.getOrDefault(setting, setting);
        }
        if (dialect.equals(Optional.of(Dialect.OLLAMA))) {
            return Sampling.NAMES.contains(setting)
                    ? "options." + Sampling.ofOllama(setting)
                    : OF_OLLAMA.getOrDefault(setting, setting);
        }
        return setting;
    }
}
