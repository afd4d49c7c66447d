package dev.chasqui.bootstrap.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.models.Model;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The replies that users of OpenAI's own Java SDK get, with each kind of backend. */
class OpenAiSdkTest {
    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aChatIsAnswered(RealServer kind) {
        try (Setting setting = new Setting(kind)) {
            ChatCompletion reply =
                    setting.client.chat().completions().create(chat("Hi").build()).validate();

            assertThat(reply.choices().getFirst().message().content())
                    .contains("Hello! How can I help you today?");
            assertThat(reply.choices().getFirst().finishReason())
                    .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
            assertThat(reply.usage().orElseThrow().promptTokens()).isEqualTo(23);
            assertThat(reply.usage().orElseThrow().completionTokens()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aStreamArrivesWholeAndWithoutUsageThatNobodyAskedFor(RealServer kind) {
        try (Setting setting = new Setting(kind)) {
            List<ChatCompletionChunk> chunks = setting.stream(chat("Hi").build());

            assertThat(textOf(chunks)).isEqualTo("Hello! How can I help you today?");
            assertThat(finishOf(chunks))
                    .containsExactly(ChatCompletionChunk.Choice.FinishReason.STOP);
            assertThat(chunks).allMatch(chunk -> !chunk.choices().isEmpty());
            assertThat(chunks)
                    .extracting(ChatCompletionChunk::id)
                    .containsOnly(chunks.getFirst().id());
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void usageEndsAStreamThatAsksForIt(RealServer kind) {
        try (Setting setting = new Setting(kind)) {
            List<ChatCompletionChunk> chunks =
                    setting.stream(
                            chat("Hi")
                                    .streamOptions(
                                            ChatCompletionStreamOptions.builder()
                                                    .includeUsage(true)
                                                    .build())
                                    .build());

            assertThat(chunks.getLast().usage().orElseThrow().totalTokens()).isEqualTo(28);
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aToolIsCalled(RealServer kind) {
        try (Setting setting = new Setting(kind)) {
            ChatCompletion reply =
                    setting.client
                            .chat()
                            .completions()
                            .create(
                                    chat("Weather in Paris?")
                                            .addTool(OpenAiSdkClient.weather())
                                            .build());

            ChatCompletionMessageFunctionToolCall call =
                    reply.choices()
                            .getFirst()
                            .message()
                            .toolCalls()
                            .orElseThrow()
                            .getFirst()
                            .asFunction();
            assertThat(call.id()).isNotBlank();
            assertThat(call.function().name()).isEqualTo("get_weather");
            assertThat(call.function().arguments().replace(" ", ""))
                    .isEqualTo("{\"location\":\"Paris,France\"}");
            assertThat(reply.choices().getFirst().finishReason())
                    .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aToolIsCalledInAStream(RealServer kind) {
        try (Setting setting = new Setting(kind)) {
            List<ChatCompletionChunk> chunks =
                    setting.stream(
                            chat("Weather in Paris?").addTool(OpenAiSdkClient.weather()).build());

            List<ChatCompletionChunk.Choice.Delta.ToolCall> calls =
                    chunks.stream()
                            .flatMap(chunk -> chunk.choices().stream())
                            .flatMap(choice -> choice.delta().toolCalls().stream())
                            .flatMap(List::stream)
                            .toList();
            assertThat(calls.getFirst().id()).isPresent();
            assertThat(calls.getFirst().function().orElseThrow().name()).contains("get_weather");
            assertThat(calls).allMatch(call -> call.index() == 0);
            assertThat(
                            calls.stream()
                                    .map(
                                            call ->
                                                    call.function()
                                                            .orElseThrow()
                                                            .arguments()
                                                            .orElse(""))
                                    .collect(Collectors.joining())
                                    .replace(" ", ""))
                    .isEqualTo("{\"location\":\"Paris,France\"}");
            assertThat(finishOf(chunks))
                    .containsExactly(ChatCompletionChunk.Choice.FinishReason.TOOL_CALLS);
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void reasoningComesBesideTheAnswer(RealServer kind) {
        try (Setting setting = new Setting(kind)) {
            List<ChatCompletionChunk> chunks = setting.stream(chat("[[think]]").build());

            assertThat(textOf(chunks)).isEqualTo("\n\nThe answer is 42.");
            assertThat(OpenAiSdkClient.reasoningOf(chunks))
                    .isEqualTo("\nLet me reason about this.\n");
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void anImageReachesTheBackend(RealServer kind) {
        try (Setting setting = new Setting(kind)) {
            var _ =
                    setting.client
                            .chat()
                            .completions()
                            .create(
                                    ChatCompletionCreateParams.builder()
                                            .model("tiny")
                                            .addUserMessageOfArrayOfContentParts(
                                                    List.of(
                                                            ChatCompletionContentPart.ofText(
                                                                    ChatCompletionContentPartText
                                                                            .builder()
                                                                            .text("What is it?")
                                                                            .build()),
                                                            ChatCompletionContentPart.ofImageUrl(
                                                                    ChatCompletionContentPartImage
                                                                            .builder()
                                                                            .imageUrl(
                                                                                    ChatCompletionContentPartImage
                                                                                            .ImageUrl
                                                                                            .builder()
                                                                                            .url(
                                                                                                    "data:image/png;base64,"
                                                                                                            + Stage
                                                                                                                    .PIXEL)
                                                                                            .build())
                                                                            .build())))
                                            .build());

            assertThat(setting.stage.lastBody()).contains(setting.stage.pixelOnTheWire());
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void anUnknownModelIsNotFound(RealServer kind) {
        try (Setting setting = new Setting(kind)) {
            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(
                            () ->
                                    setting.client
                                            .chat()
                                            .completions()
                                            .create(chat("Hi").model("nope").build()))
                    .satisfies(
                            e -> {
                                assertThat(e.code()).contains("model_not_found");
                                assertThat(e.getMessage()).contains("nope", "tiny");
                            });
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aWrongTypeIsABadRequestThatNamesTheField(RealServer kind) {
        try (Setting setting = new Setting(kind)) {
            assertThatExceptionOfType(BadRequestException.class)
                    .isThrownBy(
                            () ->
                                    setting.client
                                            .chat()
                                            .completions()
                                            .create(
                                                    chat("Hi")
                                                            .putAdditionalBodyProperty(
                                                                    "stream", JsonValue.from("yes"))
                                                            .build()))
                    .satisfies(e -> assertThat(e.param()).contains("stream"));
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aBackendThatDiesMidwayIsAnErrorOfTheStream(RealServer kind) {
        try (Setting setting = new Setting(kind)) {
            List<ChatCompletionChunk> before = new ArrayList<>();

            assertThatExceptionOfType(com.openai.errors.OpenAIException.class)
                    .isThrownBy(() -> setting.stream(chat("[[long]]").build(), before))
                    .withMessageContaining("broke off");
            assertThat(before).isNotEmpty();
            assertThat(finishOf(before)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aBackendThatIsDownIsABadGateway(RealServer kind) {
        try (Setting setting = new Setting(kind)) {
            var _ = setting.client.models().list();
            setting.stage.stopBackend();

            assertThatExceptionOfType(InternalServerException.class)
                    .isThrownBy(
                            () -> setting.client.chat().completions().create(chat("Hi").build()))
                    .satisfies(
                            e -> {
                                assertThat(e.statusCode()).isEqualTo(502);
                                assertThat(e.getMessage())
                                        .contains("'backend'", "cannot be reached");
                            });
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void modelsAreListedAndFound(RealServer kind) {
        try (Setting setting = new Setting(kind)) {
            assertThat(setting.client.models().list().data())
                    .extracting(Model::id)
                    .containsExactly(
                            kind == RealServer.OLLAMA ? "tiny:latest" : "tiny", "chasqui-embed");
            assertThat(setting.client.models().retrieve("tiny").id()).isEqualTo("tiny");
        }
    }

    private static ChatCompletionCreateParams.Builder chat(String question) {
        return ChatCompletionCreateParams.builder().model("tiny").addUserMessage(question);
    }

    private static String textOf(List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .collect(Collectors.joining());
    }

    private static List<ChatCompletionChunk.Choice.FinishReason> finishOf(
            List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.finishReason().stream())
                .toList();
    }

    /** A server and a client of it. */
    private static final class Setting implements AutoCloseable {
        private final Stage stage;
        private final OpenAIClient client;

        Setting(RealServer kind) {
            stage = new Stage(kind);
            client = OpenAiSdkClient.to(stage.url());
        }

        List<ChatCompletionChunk> stream(ChatCompletionCreateParams params) {
            List<ChatCompletionChunk> chunks = new ArrayList<>();
            stream(params, chunks);
            return chunks;
        }

        void stream(ChatCompletionCreateParams params, List<ChatCompletionChunk> chunks) {
            try (StreamResponse<ChatCompletionChunk> reply =
                    client.chat().completions().createStreaming(params)) {
                reply.stream().forEach(chunks::add);
            }
        }

        @Override
        public void close() {
            client.close();
            stage.close();
        }
    }
}
