package dev.chasqui.bootstrap.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.catalog.ModelDescription;
import dev.langchain4j.model.openai.OpenAiModelCatalog;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** LangChain4j's models for OpenAI's dialect, with each kind of backend. */
class LangChain4jOpenAiTest extends LangChain4jBehaviour {
    LangChain4jOpenAiTest() {
        super(LangChain4jClient.OPENAI);
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void modelsAreListed(RealServer kind) {
        try (Stage stage = new Stage(kind)) {
            OpenAiModelCatalog catalog =
                    OpenAiModelCatalog.builder().baseUrl(urlOf(stage)).apiKey("none").build();

            assertThat(catalog.listModels())
                    .extracting(ModelDescription::name)
                    .containsExactly(
                            kind == RealServer.OLLAMA ? "tiny:latest" : "tiny", "chasqui-embed");
        }
    }

    private static String urlOf(Stage stage) {
        return stage.url() + "/v1";
    }
}
