package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Thinking;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    /** The names of settings in the Responses API, likewise. */
    private static final Map<String, String> OF_RESPONSES =
            Map.of(
                    "max_tokens", "max_output_tokens",
                    "reasoning_effort", "reasoning.effort",
                    "reasoning_content", "reasoning",
                    "response_format", "text.format",
                    "verbosity", "text.verbosity");

    private static final String OPTIONS = "options";

    /** The members that hold several settings: Ollama's, and Anthropic's. */
    private static final Set<String> GROUPS = Set.of(OPTIONS, "output_config", "thinking");

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
                    ? OPTIONS + "." + Sampling.ofOllama(setting)
                    : OF_OLLAMA.getOrDefault(setting, setting);
        }
        return dialect.equals(Optional.of(Dialect.RESPONSES))
                ? OF_RESPONSES.getOrDefault(setting, setting)
                : setting;
    }

    /**
     * Returns the paths of extras that have no meaning in another dialect. A member with the
     * default there is not lost, nor is the absence of a limit of tokens.
     */
    public static List<String> ofExtras(ChatRequest request, Json.Obj extras) {
        List<String> paths = new ArrayList<>();
        extras.members()
                .forEach(
                        (name, value) -> {
                            if (value instanceof Json.Obj inner && GROUPS.contains(name)) {
                                inner.members().keySet().stream()
                                        .filter(member -> !isKept(request, name, member))
                                        .forEach(member -> paths.add(name + "." + member));
                            } else if (!isDefault(name, value)) {
                                paths.add(of(request, name));
                            }
                        });
        return paths;
    }

    private static boolean isKept(ChatRequest request, String group, String member) {
        return group.equals(OPTIONS)
                ? member.equals("num_predict")
                : member.equals("effort")
                        && request.settings().thinking() instanceof Thinking.Effort;
    }

    private static boolean isDefault(String name, Json value) {
        return name.equals("parallel_tool_calls") && value.equals(Json.of(true));
    }
}
