package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.json.Json;

import java.util.List;
import java.util.Optional;

/** The configuration of a virtual model: another model with agents, instructions and settings. */
public record VirtualModelConfig(
        @Key(
                        help =
                                "The model that answers: one of a backend, an alias, or a model"
                                    + " that was made by `/api/create`. No other virtual model; its"
                                    + " own name means the model that it hides.",
                        rule = TextRules.Filled.class)
                String model,
        @Key(
                        help =
                                "The commands that run for each of its chats, the outermost first,"
                                    + " such as `/rag(handbook)`. Its users need no right to them.",
                        rule = TextRules.Filled.class)
                List<String> agents,
        @Key(
                        help = "Instructions that stand before those of a request.",
                        rule = TextRules.Filled.class)
                Optional<String> system,
        @Key(
                        help =
                                "Settings for requests that leave them open, by OpenAI's names or"
                                        + " llama.cpp's: `{\"temperature\": 0.2, \"max_tokens\":"
                                        + " 800}`.")
                Json.Obj settings) {

    public VirtualModelConfig {
        agents = List.copyOf(agents);
    }
}
