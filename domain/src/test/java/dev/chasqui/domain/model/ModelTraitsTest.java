package dev.chasqui.domain.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

class ModelTraitsTest {

    private static ModelTraits traits(String listed, String details) {
        return new ModelInfo(
                        "m",
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        object(details),
                        object(listed))
                .traits();
    }

    private static Json.Obj object(String text) {
        return (Json.Obj) JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                // Ollama
                "{\"capabilities\":[\"completion\"]}                              |"
                        + " VISION,TOOLS,REASONING",
                "{\"capabilities\":[\"completion\",\"tools\"]}                    |"
                        + " VISION,REASONING",
                "{\"capabilities\":[\"completion\",\"tools\",\"vision\"]}         | REASONING",
                "{\"capabilities\":[\"completion\",\"tools\",\"thinking\"]}       | VISION",
                "{\"capabilities\":[\"embedding\"]}                               | ``",
                // LM Studio
                "{\"type\":\"llm\"}                                               | VISION",
                "{\"type\":\"vlm\",\"capabilities\":[\"tool_use\"]}               | ``",
                // Mistral
                "{\"capabilities\":{\"vision\":false,\"function_calling\":true}}  | VISION",
                "{\"capabilities\":{\"vision\":true,\"function_calling\":false}}  | TOOLS",
                // OpenRouter
                "{\"supported_parameters\":[\"tools\",\"response_format\"]}       | REASONING",
                "{\"supported_parameters\":[\"tools\",\"reasoning\"]}           | JSON",
                "{\"supported_parameters\":[\"seed\",\"structured_outputs\"]}     |"
                        + " TOOLS,REASONING",
                "{\"architecture\":{\"input_modalities\":[\"text\"]}}             | VISION",
                "{\"architecture\":{\"input_modalities\":[\"text\",\"image\"]}}   | ``",
                // a list that says nothing
                "{\"id\":\"m\",\"owned_by\":\"openai\"}                           | ``",
            })
    void whatAListSaysThatAModelLacksIsKnown(String listed, String lacks) {
        assertThat(traits(listed, "{}").lacks().stream().map(Enum::name).sorted().toList())
                .containsExactlyInAnyOrder(lacks.isEmpty() ? new String[0] : lacks.split(","));
    }

    @Test
    void whatALlamaServerHasNotLoadedYetIsNotKnown() {
        String listed =
                "{\"status\":{\"value\":\"%s\"},\"architecture\":{\"input_modalities\":[\"text\"]}}";

        assertThat(traits(listed.formatted("unloaded"), "{}")).isEqualTo(ModelTraits.UNKNOWN);
        assertThat(traits(listed.formatted("loaded"), "{}").lacks())
                .containsExactly(Capability.VISION);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"max_model_len\":4096}                                | {}                      "
                        + "  | 4096",
                "{\"meta\":{\"n_ctx\":2048,\"n_ctx_train\":8192}}        | {}                      "
                        + "  | 2048",
                "{\"meta\":{\"n_ctx_train\":8192}}                       | {}                      "
                        + "  | 8192",
                "{\"loaded_context_length\":1,\"max_context_length\":2}  | {}                      "
                        + "  | 1",
                "{\"max_context_length\":2}                              | {}                      "
                        + "  | 2",
                "{\"context_length\":200000}                             | {}                      "
                        + "  | 200000",
                "{\"context_length\":8192,\"status\":{}}                 | {}                      "
                        + "  | 0",
                "{}                                                      | {\"context_length\":512}"
                        + "  | 512",
                "{\"context_length\":\"long\"}                           | {}                      "
                        + "  | 0",
            })
    void theContextIsThatOfTheRunningModelOrElseTheLargest(
            String listed, String details, int context) {
        assertThat(traits(listed, details).context().orElse(0)).isEqualTo(context);
    }
}
