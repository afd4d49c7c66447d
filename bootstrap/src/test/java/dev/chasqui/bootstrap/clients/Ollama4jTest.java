package dev.chasqui.bootstrap.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;

import io.github.ollama4j.Ollama;
import io.github.ollama4j.exceptions.OllamaException;
import io.github.ollama4j.models.chat.OllamaChatMessage;
import io.github.ollama4j.models.chat.OllamaChatMessageRole;
import io.github.ollama4j.models.chat.OllamaChatRequest;
import io.github.ollama4j.models.chat.OllamaChatResponseModel;
import io.github.ollama4j.models.chat.OllamaChatStreamObserver;
import io.github.ollama4j.models.generate.OllamaGenerateRequest;
import io.github.ollama4j.models.generate.OllamaGenerateStreamObserver;
import io.github.ollama4j.models.ps.ModelProcessesResult;
import io.github.ollama4j.models.request.CustomModelRequest;
import io.github.ollama4j.models.request.ThinkMode;
import io.github.ollama4j.models.response.Model;
import io.github.ollama4j.models.response.ModelDetail;
import io.github.ollama4j.models.response.OllamaResult;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The replies that users of ollama4j get, with each kind of backend. */
class Ollama4jTest {

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aChatIsAnswered(RealServer kind) throws OllamaException {
        try (Stage stage = new Stage(kind)) {
            OllamaChatResponseModel reply = client(stage).chat(chat("Hi"), null).getResponseModel();

            assertThat(reply.getMessage().getResponse())
                    .isEqualTo("Hello! How can I help you today?");
            assertThat(reply.getMessage().getRole().getRoleName()).isEqualTo("assistant");
            assertThat(reply.isDone()).isTrue();
            assertThat(reply.getDoneReason()).isEqualTo("stop");
            assertThat(reply.getPromptEvalCount()).isEqualTo(23);
            assertThat(reply.getEvalCount()).isEqualTo(5);
            assertThat(reply.getTotalDuration()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aStreamArrivesInPiecesAndWhole(RealServer kind) throws OllamaException {
        try (Stage stage = new Stage(kind)) {
            List<String> pieces = new ArrayList<>();

            OllamaChatResponseModel reply =
                    client(stage)
                            .chat(chat("Hi"), new OllamaChatStreamObserver(_ -> {}, pieces::add))
                            .getResponseModel();

            assertThat(String.join("", pieces)).isEqualTo("Hello! How can I help you today?");
            assertThat(reply.getMessage().getResponse()).isEqualTo(String.join("", pieces));
            assertThat(reply.getEvalCount()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aToolIsCalledAndItsResultIsTold(RealServer kind) throws OllamaException {
        try (Stage stage = new Stage(kind)) {
            List<Map<String, Object>> calls = new ArrayList<>();
            Ollama client = client(stage);
            client.registerTool(Ollama4jClient.weather(calls));

            OllamaChatResponseModel reply =
                    client.chat(chat("Weather in Paris?").withUseTools(true), null)
                            .getResponseModel();

            assertThat(calls).containsExactly(Map.of("location", "Paris, France"));
            assertThat(reply.getMessage().getResponse()).isEqualTo("The tool returned a result.");
            assertThat(stage.lastBody()).contains("get_weather", "eighteen");
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aToolIsCalledInAStream(RealServer kind) throws OllamaException {
        try (Stage stage = new Stage(kind)) {
            Ollama client = client(stage);
            client.setMaxChatToolCallRetries(0);
            client.registerTool(Ollama4jClient.weather(new ArrayList<>()));

            OllamaChatMessage reply =
                    client.chat(chat("Weather in Paris?").withUseTools(true), _ -> {})
                            .getResponseModel()
                            .getMessage();

            assertThat(reply.getToolCalls()).hasSize(1);
            assertThat(reply.getToolCalls().getFirst().getFunction().getName())
                    .isEqualTo("get_weather");
            assertThat(reply.getToolCalls().getFirst().getFunction().getArguments())
                    .isEqualTo(Map.of("location", "Paris, France"));
        }
    }

    /** Tests streams only: ollama4j drops the answer of a whole reply with reasoning. */
    @ParameterizedTest
    @EnumSource(RealServer.class)
    void thinkingComesBesideTheAnswer(RealServer kind) throws OllamaException {
        try (Stage stage = new Stage(kind)) {
            OllamaChatMessage reply =
                    client(stage)
                            .chat(chat("[[think]]").withThinking(ThinkMode.ENABLED), _ -> {})
                            .getResponseModel()
                            .getMessage();

            assertThat(reply.getThinking()).isEqualTo("\nLet me reason about this.\n");
            assertThat(reply.getResponse()).isEqualTo("\n\nThe answer is 42.");
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void anImageReachesTheBackend(RealServer kind) throws OllamaException {
        try (Stage stage = new Stage(kind)) {
            OllamaChatMessage question =
                    new OllamaChatMessage(OllamaChatMessageRole.USER, "What is it?");
            question.setImages(List.of(Base64.getDecoder().decode(Stage.PIXEL)));

            OllamaChatResponseModel reply =
                    client(stage)
                            .chat(
                                    OllamaChatRequest.builder()
                                            .withModel("tiny")
                                            .withMessages(new ArrayList<>(List.of(question))),
                                    null)
                            .getResponseModel();

            assertThat(reply.getMessage().getResponse())
                    .isEqualTo("Hello! How can I help you today?");
            assertThat(stage.lastBody()).contains(stage.pixelOnTheWire());
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aPromptIsAnswered(RealServer kind) throws OllamaException {
        try (Stage stage = new Stage(kind)) {
            OllamaResult reply = client(stage).generate(prompt("Hi"), null);

            assertThat(reply.getResponse()).isEqualTo("Hello! How can I help you today?");
            assertThat(reply.isDone()).isTrue();
            assertThat(reply.getDoneReason()).isEqualTo("stop");
            assertThat(reply.getEvalCount()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aPromptIsAnsweredInAStreamWithItsThinking(RealServer kind) throws OllamaException {
        try (Stage stage = new Stage(kind)) {
            List<String> thinking = new ArrayList<>();
            List<String> answer = new ArrayList<>();

            OllamaResult reply =
                    client(stage)
                            .generate(
                                    prompt("[[think]]").withThink(ThinkMode.ENABLED),
                                    new OllamaGenerateStreamObserver(thinking::add, answer::add));

            assertThat(reply.getThinking().strip()).isEqualTo("Let me reason about this.");
            assertThat(reply.getResponse().strip()).isEqualTo("The answer is 42.");
            assertThat(String.join("", answer)).isEqualTo(reply.getResponse());
            assertThat(String.join("", thinking)).isEqualTo(reply.getThinking());
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void anUnknownModelIsNotFound(RealServer kind) {
        try (Stage stage = new Stage(kind)) {
            Ollama client = client(stage);

            assertThatExceptionOfType(OllamaException.class)
                    .isThrownBy(() -> client.chat(chat("Hi").withModel("nope"), null))
                    .withMessageContainingAll("nope", "not found");
            assertThatExceptionOfType(OllamaException.class)
                    .isThrownBy(() -> client.getModelDetails("nope"))
                    .withMessageContainingAll("404", "nope");
        }
    }

    /** ollama4j does not report the text of a chat's error line. */
    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aBackendThatDiesMidwayIsAnErrorOfTheStream(RealServer kind) {
        try (Stage stage = new Stage(kind)) {
            List<String> pieces = new ArrayList<>();

            assertThatExceptionOfType(OllamaException.class)
                    .isThrownBy(
                            () ->
                                    client(stage)
                                            .chat(
                                                    chat("[[long]]"),
                                                    new OllamaChatStreamObserver(
                                                            _ -> {}, pieces::add)));
            assertThat(String.join("", pieces)).startsWith("the quick brown");
        }
    }

    /** ollama4j throws nothing here, but the reply never becomes done. */
    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aPromptWhoseBackendDiesMidwayIsNeverDone(RealServer kind) throws OllamaException {
        try (Stage stage = new Stage(kind)) {
            List<String> pieces = new ArrayList<>();

            OllamaResult reply =
                    client(stage)
                            .generate(
                                    prompt("[[long]]").withThink(ThinkMode.DISABLED),
                                    new OllamaGenerateStreamObserver(null, pieces::add));

            assertThat(String.join("", pieces)).startsWith("the quick brown");
            assertThat(reply.isDone()).isFalse();
            assertThat(reply.getDoneReason()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aBackendThatIsDownIsAnErrorOfTheServer(RealServer kind) {
        try (Stage stage = new Stage(kind)) {
            stage.stopBackend();

            assertThatExceptionOfType(OllamaException.class)
                    .isThrownBy(() -> client(stage).generate(prompt("Hi"), null))
                    .withMessageContainingAll("'backend'", "cannot be reached");
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void modelsAreListedAndShown(RealServer kind) throws OllamaException {
        try (Stage stage = new Stage(kind)) {
            List<Model> models = client(stage).listModels();

            assertThat(models)
                    .extracting(Model::getName)
                    .containsExactly("tiny:latest", "chasqui-embed:latest");
            assertThat(models).allMatch(model -> model.getModelVersion().equals("latest"));
            assertThat(models).allMatch(model -> model.getModifiedAt() != null);

            ModelDetail shown = client(stage).getModelDetails("tiny");
            assertThat(shown.getCapabilities()).contains("completion", "tools");
            assertThat(shown.getDetails().getFamily())
                    .isEqualTo(kind == RealServer.OLLAMA ? "llama" : "unknown");
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void theServerIsThereAndSaysWhatRunsOnIt(RealServer kind) throws OllamaException {
        try (Stage stage = new Stage(kind)) {
            Ollama client = client(stage);

            assertThat(client.ping()).isTrue();
            assertThat(client.getVersion()).matches("\\d+\\.\\d+\\.\\d+");
            assertThat(client.ps().getModels())
                    .extracting(ModelProcessesResult.ModelProcess::getName)
                    .containsExactlyElementsOf(kind.loaded());
        }
    }

    @Test
    void modelsAreMadeAskedAndDeleted() throws OllamaException {
        try (Stage stage = new Stage(RealServer.LLAMA_SERVER)) {
            Ollama client = client(stage);

            client.createModel(
                    CustomModelRequest.builder()
                            .model("bot")
                            .from("tiny")
                            .system("Be brief.")
                            .parameters(Map.of("temperature", 0.2))
                            .build());

            assertThat(client.listModels()).extracting(Model::getName).contains("bot:latest");
            assertThat(client.getModelDetails("bot").getSystem()).isEqualTo("Be brief.");
            OllamaChatRequest question = chat("Hi");
            question.setModel("bot");
            client.chat(question, null);
            assertThat(stage.lastBody()).contains("Bebrief.", "\"temperature\":0.2");
            client.pullModel("tiny");
            client.deleteModel("bot", false);
            assertThat(client.listModels()).extracting(Model::getName).doesNotContain("bot:latest");
            client.deleteModel("bot", true);
        }
    }

    @Test
    void anOllamasModelsArePulledAndDeleted() throws OllamaException {
        Answer pulled = Answer.play("ollama/pull-again-stream");
        try (FakeBackend backend = FakeOllama.start("tiny:latest")) {
            backend.on("POST", "/api/pull", pulled)
                    .on("DELETE", "/api/delete", Answer.whole(200, "text/plain", ""));
            try (StartedServer server = StartedServer.before(backend, "ollama")) {
                Ollama client = new Ollama(server.url());

                client.pullModel("new");
                client.deleteModel("tiny", false);

                assertThat(backend.received("/api/pull")).hasSize(1);
                assertThat(backend.received("/api/delete")).hasSize(1);
            }
        }
    }

    private static Ollama client(Stage stage) {
        return new Ollama(stage.url());
    }

    private static OllamaChatRequest chat(String question) {
        return OllamaChatRequest.builder()
                .withModel("tiny")
                .withMessage(OllamaChatMessageRole.USER, question);
    }

    private static OllamaGenerateRequest prompt(String prompt) {
        return OllamaGenerateRequest.builder().withModel("tiny").withPrompt(prompt);
    }
}
