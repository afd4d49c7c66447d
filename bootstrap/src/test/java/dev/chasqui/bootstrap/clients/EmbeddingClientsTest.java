package dev.chasqui.bootstrap.clients;

import static dev.chasqui.bootstrap.clients.EmbeddingServers.GRASS;
import static dev.chasqui.bootstrap.clients.EmbeddingServers.SKY;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.errors.BadRequestException;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.Embedding;
import com.openai.models.embeddings.EmbeddingCreateParams;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.ollama.OllamaEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;

import io.github.ollama4j.Ollama;
import io.github.ollama4j.models.embed.OllamaEmbedRequest;
import io.github.ollama4j.models.embed.OllamaEmbedResult;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.Stream;

/**
 * Tests with client libraries for embeddings, in front of an OpenAI-shaped backend and an Ollama.
 */
class EmbeddingClientsTest {
    /** The beginning of the vector of {@link EmbeddingServers#SKY}. */
    private static final float FIRST = 0.30702f;

    private static EmbeddingServers servers;
    private static OpenAIClient openAi;

    @BeforeAll
    static void start() {
        servers = new EmbeddingServers();
        openAi = OpenAiSdkClient.to(servers.url());
    }

    @AfterAll
    static void close() {
        openAi.close();
        servers.close();
    }

    @ParameterizedTest
    @CsvSource({"tiny-embed,base64", "tiny-embed,float", "nomic,base64", "nomic,float"})
    void openAisSdkGetsAVector(String model, String format) {
        CreateEmbeddingResponse response = ask(model, format, List.of(SKY));

        assertThat(numbers(response.data().getFirst())).hasSize(64);
        assertThat(numbers(response.data().getFirst()).getFirst()).isBetween(FIRST, FIRST + 1e-4f);
        assertThat(response.model()).isEqualTo("tiny-embed".equals(model) ? "tiny-embed" : "nomic");
    }

    @ParameterizedTest
    @CsvSource({"tiny-embed,base64,64", "tiny-embed,float,64", "nomic,base64,4", "nomic,float,4"})
    void openAisSdkGetsSeveralVectors(String model, String format, int dimensions) {
        CreateEmbeddingResponse response = ask(model, format, List.of(SKY, GRASS));

        assertThat(response.data())
                .hasSize(2)
                .allSatisfy(one -> assertThat(numbers(one)).hasSize(dimensions));
        assertThat(response.data()).extracting(Embedding::index).containsExactly(0L, 1L);
        assertThat(response.usage().promptTokens()).isEqualTo(30);
        assertThat(response.usage().totalTokens()).isEqualTo(30);
    }

    private static CreateEmbeddingResponse ask(String model, String format, List<String> texts) {
        return openAi.embeddings()
                .create(
                        EmbeddingCreateParams.builder()
                                .model(model)
                                .inputOfArrayOfStrings(texts)
                                .encodingFormat(EmbeddingCreateParams.EncodingFormat.of(format))
                                .build())
                .validate();
    }

    /** Returns the numbers of a vector, which came as a list or as base64. */
    private static List<Float> numbers(Embedding embedding) {
        return embedding.embedding();
    }

    @Test
    void openAisSdkSendsTokens() {
        CreateEmbeddingResponse response =
                openAi.embeddings()
                        .create(
                                EmbeddingCreateParams.builder()
                                        .model("tiny-embed")
                                        .inputOfArrayOfTokens(List.of(5L, 6L, 7L))
                                        .build());

        assertThat(response.data()).hasSize(1);
        assertThat(servers.askedLlama()).contains("\"input\":[5,6,7]");
    }

    @Test
    void openAisSdkIsToldThatTheVectorsAreNotCut() {
        assertThatThrownBy(
                        () ->
                                openAi.embeddings()
                                        .create(
                                                EmbeddingCreateParams.builder()
                                                        .model("tiny-embed")
                                                        .input(SKY)
                                                        .dimensions(4)
                                                        .build()))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        refused -> assertThat(refused.param()).contains("dimensions"))
                .hasMessageContaining("expected: 64 or nothing");
        assertThat(servers.askedLlama()).contains("\"dimensions\":4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-embed", "nomic"})
    void ollama4jGetsAVector(String model) throws Exception {
        OllamaEmbedResult result =
                new Ollama(servers.url()).embed(new OllamaEmbedRequest(model, List.of(SKY)));

        assertThat(result.getEmbeddings()).hasSize(1);
        assertThat(result.getEmbeddings().getFirst()).hasSize(64);
        assertThat(result.getEmbeddings().getFirst().getFirst())
                .isBetween((double) FIRST, FIRST + 1e-4);
        assertThat(result.getTotalDuration()).isPositive();
        assertThat(result.getPromptEvalCount()).isEqualTo(15);
    }

    static Stream<EmbeddingModel> langChain() {
        return Stream.of("tiny-embed", "nomic")
                .flatMap(
                        model ->
                                Stream.of(
                                        OpenAiEmbeddingModel.builder()
                                                .baseUrl(servers.url() + "/v1")
                                                .apiKey("none")
                                                .modelName(model)
                                                .maxRetries(0)
                                                .build(),
                                        OllamaEmbeddingModel.builder()
                                                .baseUrl(servers.url())
                                                .modelName(model)
                                                .maxRetries(0)
                                                .build()));
    }

    @ParameterizedTest
    @MethodSource("langChain")
    void langChainGetsVectors(EmbeddingModel model) {
        var one = model.embed(SKY).content();
        var two = model.embedAll(List.of(TextSegment.from(SKY), TextSegment.from(GRASS))).content();

        assertThat(one.vector()).hasSize(64);
        assertThat(one.vector()[0]).isBetween(FIRST, FIRST + 1e-4f);
        assertThat(two).hasSize(2);
    }
}
