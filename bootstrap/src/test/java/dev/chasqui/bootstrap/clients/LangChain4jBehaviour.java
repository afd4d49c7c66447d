package dev.chasqui.bootstrap.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.concurrent.ExecutionException;

/** The replies that users of LangChain4j get, for each dialect of its model. */
abstract class LangChain4jBehaviour {

    private final LangChain4jClient client;

    LangChain4jBehaviour(LangChain4jClient client) {
        this.client = client;
    }

    private ChatModel model(Stage stage) {
        return client.model(stage.url(), false);
    }

    private StreamingChatModel streamingModel(Stage stage) {
        return client.streamingModel(stage.url(), false);
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aChatIsAnswered(RealServer kind) {
        try (Stage stage = new Stage(kind)) {
            ChatResponse reply = model(stage).chat(UserMessage.from("Hi"));

            assertThat(reply.aiMessage().text()).isEqualTo("Hello! How can I help you today?");
            assertThat(reply.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(reply.modelName()).isEqualTo("tiny");
            assertThat(reply.tokenUsage().inputTokenCount()).isEqualTo(23);
            assertThat(reply.tokenUsage().outputTokenCount()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aStreamArrivesInPiecesAndWhole(RealServer kind) throws Exception {
        try (Stage stage = new Stage(kind)) {
            StreamedReply reply = StreamedReply.to(chat("Hi").build(), streamingModel(stage));

            ChatResponse whole = reply.whole();
            assertThat(whole.aiMessage().text()).isEqualTo("Hello! How can I help you today?");
            assertThat(whole.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(whole.tokenUsage().totalTokenCount()).isEqualTo(28);
            assertThat(reply.text()).isEqualTo(whole.aiMessage().text());
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aToolIsCalledAndItsResultIsTold(RealServer kind) {
        try (Stage stage = new Stage(kind)) {
            ChatModel model = model(stage);
            UserMessage question = UserMessage.from("Weather in Paris?");

            ChatResponse call = model.chat(withWeather(question));
            assertThat(call.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
            ToolExecutionRequest asked = onlyCallOf(call.aiMessage());

            ChatResponse answer =
                    model.chat(
                            ChatRequest.builder()
                                    .messages(
                                            question,
                                            call.aiMessage(),
                                            ToolExecutionResultMessage.from(asked, "eighteen"))
                                    .toolSpecifications(LangChain4jClient.WEATHER)
                                    .build());
            assertThat(answer.aiMessage().text()).isEqualTo("The tool returned a result.");
            assertThat(stage.lastBody()).contains("get_weather", "eighteen");
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aToolIsCalledInAStream(RealServer kind) throws Exception {
        try (Stage stage = new Stage(kind)) {
            ChatResponse reply =
                    StreamedReply.to(
                                    withWeather(UserMessage.from("Weather in Paris?")),
                                    streamingModel(stage))
                            .whole();

            assertThat(onlyCallOf(reply.aiMessage()).name()).isEqualTo("get_weather");
            assertThat(reply.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void thinkingComesBesideTheAnswer(RealServer kind) throws Exception {
        try (Stage stage = new Stage(kind)) {
            AiMessage whole = model(stage).chat(UserMessage.from("[[think]]")).aiMessage();
            StreamedReply pieces =
                    StreamedReply.to(chat("[[think]]").build(), streamingModel(stage));

            assertThat(whole.text()).isEqualTo("\n\nThe answer is 42.");
            assertThat(whole.thinking()).isEqualTo("\nLet me reason about this.\n");
            assertThat(pieces.whole().aiMessage().text()).isEqualTo(whole.text());
            assertThat(pieces.thinking()).isEqualTo(whole.thinking());
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void anImageReachesTheBackend(RealServer kind) {
        try (Stage stage = new Stage(kind)) {
            ChatResponse reply =
                    model(stage)
                            .chat(
                                    UserMessage.from(
                                            TextContent.from("What is it?"),
                                            ImageContent.from(Stage.PIXEL, "image/png")));

            assertThat(reply.aiMessage().text()).isEqualTo("Hello! How can I help you today?");
            assertThat(stage.lastBody()).contains(stage.pixelOnTheWire());
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void theSchemaOfAnAnswerReachesTheBackend(RealServer kind) {
        try (Stage stage = new Stage(kind)) {
            ChatRequest request =
                    chat("Where?").responseFormat(LangChain4jClient.PLACE_AS_JSON).build();

            assertThat(model(stage).chat(request).aiMessage().text()).isNotBlank();
            assertThat(stage.lastBody())
                    .contains(
                            kind == RealServer.OLLAMA
                                    ? "\"format\":{\"type\":\"object\""
                                    : "\"response_format\":{\"type\":\"json_schema\"")
                    .contains("\"location\":{\"type\":\"string\"}");
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void anUnknownModelIsNotFound(RealServer kind) {
        try (Stage stage = new Stage(kind)) {
            ChatRequest request = chat("Hi").modelName("nope").build();

            assertThatExceptionOfType(ModelNotFoundException.class)
                    .isThrownBy(() -> model(stage).chat(request))
                    .withMessageContaining("nope");
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> StreamedReply.to(request, streamingModel(stage)).whole())
                    .withCauseInstanceOf(ModelNotFoundException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aBackendThatDiesMidwayIsAnErrorOfTheStream(RealServer kind) {
        try (Stage stage = new Stage(kind)) {
            StreamedReply reply = StreamedReply.to(chat("[[long]]").build(), streamingModel(stage));

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(reply::whole)
                    .withMessageContaining("broke off");
            assertThat(reply.text()).startsWith("the quick brown");
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aBackendThatIsDownIsAnErrorOfTheServer(RealServer kind) {
        try (Stage stage = new Stage(kind)) {
            stage.stopBackend();

            assertThatExceptionOfType(InternalServerException.class)
                    .isThrownBy(() -> model(stage).chat(UserMessage.from("Hi")))
                    .withMessageContaining("cannot be reached");
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(
                            () ->
                                    StreamedReply.to(chat("Hi").build(), streamingModel(stage))
                                            .whole())
                    .withCauseInstanceOf(InternalServerException.class);
        }
    }

    private static ChatRequest.Builder chat(String question) {
        return ChatRequest.builder().messages(UserMessage.from(question));
    }

    private static ChatRequest withWeather(UserMessage question) {
        return ChatRequest.builder()
                .messages(question)
                .toolSpecifications(LangChain4jClient.WEATHER)
                .build();
    }

    private static ToolExecutionRequest onlyCallOf(AiMessage message) {
        assertThat(message.toolExecutionRequests()).hasSize(1);
        ToolExecutionRequest call = message.toolExecutionRequests().getFirst();
        assertThat(call.name()).isEqualTo("get_weather");
        assertThat(call.arguments().replaceAll("\\s", ""))
                .isEqualTo("{\"location\":\"Paris,France\"}");
        return call;
    }
}
