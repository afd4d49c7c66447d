package dev.chasqui.bootstrap.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.ollama.OllamaModel;
import dev.langchain4j.model.ollama.OllamaModelCard;
import dev.langchain4j.model.ollama.OllamaModels;
import dev.langchain4j.model.ollama.RunningOllamaModel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** LangChain4j's models for Ollama's dialect, with each kind of backend. */
class LangChain4jOllamaTest extends LangChain4jBehaviour {
    LangChain4jOllamaTest() {
        super(LangChain4jClient.OLLAMA);
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void modelsAreListedAndShown(RealServer kind) {
        try (Stage stage = new Stage(kind)) {
            OllamaModels models = models(stage);

            assertThat(models.availableModels().content())
                    .extracting(OllamaModel::getName)
                    .containsExactly("tiny:latest", "chasqui-embed:latest");
            OllamaModelCard card = models.modelCard("tiny").content();
            assertThat(card.getCapabilities()).contains("completion", "tools");
            assertThat(card.getModelInfo()).containsKey("general.architecture");
            assertThat(card.getDetails().getFamily())
                    .isEqualTo(kind == RealServer.OLLAMA ? "llama" : "unknown");
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void loadedModelsAreThoseThatTheBackendTellsOf(RealServer kind) {
        try (Stage stage = new Stage(kind)) {
            assertThat(models(stage).runningModels().content())
                    .extracting(RunningOllamaModel::getName)
                    .containsExactlyElementsOf(kind.loaded());
        }
    }

    private static OllamaModels models(Stage stage) {
        return OllamaModels.builder().baseUrl(stage.url()).maxRetries(0).build();
    }
}
