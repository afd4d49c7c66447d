package dev.chasqui.bootstrap.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseIncludable;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.inputtokens.InputTokenCountParams;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Responses that users of OpenAI's own Java SDK get, with its strict validation. */
class OpenAiSdkResponsesTest {
    private static final Map<ToolServer, Setting> SETTINGS = new EnumMap<>(ToolServer.class);

    /** A server, its backend, and a client of it. */
    private record Setting(FakeBackend backend, StartedServer server, OpenAIClient client) {}

    private static Setting setting(ToolServer kind) {
        return SETTINGS.computeIfAbsent(
                kind,
                _ -> {
                    FakeBackend backend = kind.play();
                    StartedServer server = kind.before(backend, "");
                    OpenAIClient client =
                            OpenAIOkHttpClient.builder()
                                    .baseUrl(server.url() + "/v1")
                                    .apiKey("none")
                                    .maxRetries(0)
                                    .build();
                    return new Setting(backend, server, client);
                });
    }

    @BeforeEach
    void forget() {
        SETTINGS.values().forEach(setting -> setting.backend().forget());
    }

    @AfterAll
    static void stop() {
        SETTINGS.values()
                .forEach(
                        setting -> {
                            setting.client().close();
                            setting.server().close();
                            setting.backend().close();
                        });
        SETTINGS.clear();
    }

    private static ResponseCreateParams.Builder asked(String input) {
        return ResponseCreateParams.builder().model("tiny").input(input).store(false);
    }

    private static FunctionTool weather() {
        return FunctionTool.builder()
                .name("get_weather")
                .parameters(
                        FunctionTool.Parameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties",
                                        JsonValue.from(Map.of("place", Map.of("type", "string"))))
                                .build())
                .strict(false)
                .build();
    }

    private static Response ask(ToolServer kind, ResponseCreateParams params, boolean stream) {
        OpenAIClient client = setting(kind).client();
        if (!stream) {
            return client.responses().create(params).validate();
        }
        ResponseAccumulator whole = ResponseAccumulator.createWithSnapshots();
        try (StreamResponse<ResponseStreamEvent> reply =
                client.responses().createStreaming(params)) {
            reply.stream().forEach(event -> whole.accumulate(event.validate()));
        }
        Response response = whole.response().validate();
        assertThat(whole.reconstructedResponse().output()).isEqualTo(response.output());
        return response;
    }

    private static String text(Response response) {
        return response.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .map(content -> content.asOutputText().text())
                .collect(Collectors.joining());
    }

    private static List<ResponseFunctionToolCall> calls(Response response) {
        return response.output().stream().flatMap(item -> item.functionCall().stream()).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI,false",
        "OPENAI,true",
        "OLLAMA,false",
        "OLLAMA,true",
        "ANTHROPIC,false",
        "ANTHROPIC,true"
    })
    void aQuestionIsAnswered(ToolServer kind, boolean stream) {
        Response response = ask(kind, asked("Hi").build(), stream);

        assertThat(text(response)).isEqualTo("Hello there!");
        assertThat(response.status()).contains(ResponseStatus.COMPLETED);
        assertThat(response.usage().orElseThrow().totalTokens()).isEqualTo(15);
        assertThat(response.model().asString()).isEqualTo("tiny");
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI,false",
        "OPENAI,true",
        "OLLAMA,false",
        "OLLAMA,true",
        "ANTHROPIC,false",
        "ANTHROPIC,true"
    })
    void aSessionOfSeveralRoundsOfToolsEndsWithAnAnswer(ToolServer kind, boolean stream) {
        List<ResponseInputItem> items = new ArrayList<>();
        items.add(
                ResponseInputItem.ofEasyInputMessage(
                        com.openai.models.responses.EasyInputMessage.builder()
                                .role(com.openai.models.responses.EasyInputMessage.Role.USER)
                                .content("Where is it warmest?")
                                .build()));
        List<Integer> rounds = new ArrayList<>();
        Response response = round(kind, items, stream);
        while (!calls(response).isEmpty()) {
            rounds.add(calls(response).size());
            for (ResponseOutputItem item : response.output()) {
                items.add(returned(item));
            }
            for (ResponseFunctionToolCall call : calls(response)) {
                items.add(
                        ResponseInputItem.ofFunctionCallOutput(
                                ResponseInputItem.FunctionCallOutput.builder()
                                        .callId(call.callId())
                                        .output("18 degrees")
                                        .build()));
            }
            response = round(kind, items, stream);
        }

        assertThat(rounds).containsExactly(2, 1);
        assertThat(text(response)).isEqualTo("Rome is the warmest.");
        String last = setting(kind).backend().received(kind.path()).getLast().message().text();
        assertThat(last).contains("I look.", "And Oslo?", "18 degrees");
        if (kind == ToolServer.ANTHROPIC) {
            assertThat(last)
                    .contains(
                            "{\"type\":\"thinking\",\"thinking\":\"I look.\","
                                    + "\"signature\":\"signed\"}");
        }
    }

    private static Response round(ToolServer kind, List<ResponseInputItem> items, boolean stream) {
        ResponseCreateParams params =
                ResponseCreateParams.builder()
                        .model("tiny")
                        .inputOfResponse(List.copyOf(items))
                        .addTool(weather())
                        .store(false)
                        .addInclude(ResponseIncludable.REASONING_ENCRYPTED_CONTENT)
                        .build();
        return ask(kind, params, stream);
    }

    private static ResponseInputItem returned(ResponseOutputItem item) {
        Optional<ResponseInputItem> message =
                item.message().map(ResponseInputItem::ofResponseOutputMessage);
        Optional<ResponseInputItem> reasoning =
                item.reasoning().map(ResponseInputItem::ofReasoning);
        return message.or(() -> reasoning)
                .or(() -> item.functionCall().map(ResponseInputItem::ofFunctionCall))
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(ToolServer.class)
    void aBackendThatDiesMidwayFailsTheStream(ToolServer kind) {
        FakeBackend backend = kind.start();
        backend.on(
                "POST",
                kind.path(),
                kind.stream(new ToolServer.Turn("", "Hello there!", List.of()))
                        .cutAfter(
                                kind == ToolServer.OLLAMA
                                        ? 150
                                        : kind == ToolServer.OPENAI ? 330 : 550));
        try (backend;
                StartedServer server = kind.before(backend, "")) {
            OpenAIClient client =
                    OpenAIOkHttpClient.builder()
                            .baseUrl(server.url() + "/v1")
                            .apiKey("none")
                            .maxRetries(0)
                            .build();
            List<ResponseStreamEvent> before = new ArrayList<>();
            assertThatExceptionOfType(OpenAIException.class)
                    .isThrownBy(
                            () -> {
                                try (StreamResponse<ResponseStreamEvent> reply =
                                        client.responses().createStreaming(asked("Hi").build())) {
                                    reply.stream().forEach(before::add);
                                }
                            })
                    .withMessageContaining("broke off");
            assertThat(before).anyMatch(ResponseStreamEvent::isOutputTextDelta);
            assertThat(before).noneMatch(ResponseStreamEvent::isCompleted);
            client.close();
        }
    }

    @ParameterizedTest
    @EnumSource(ToolServer.class)
    void aWrongRequestIsRefusedWithItsField(ToolServer kind) {
        OpenAIClient client = setting(kind).client();

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> client.responses().create(asked("Hi").model("nope").build()))
                .satisfies(e -> assertThat(e.code()).contains("model_not_found"));
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(
                        () ->
                                client.responses()
                                        .create(
                                                asked("Hi")
                                                        .putAdditionalBodyProperty(
                                                                "stream", JsonValue.from("yes"))
                                                        .build()))
                .satisfies(e -> assertThat(e.param()).contains("stream"));
    }

    @ParameterizedTest
    @EnumSource(ToolServer.class)
    void theTokensOfARequestAreCounted(ToolServer kind) {
        setting(kind)
                .backend()
                .on("POST", "/v1/messages/count_tokens", Answer.json(200, "{\"input_tokens\":7}"));
        long tokens =
                setting(kind)
                        .client()
                        .responses()
                        .inputTokens()
                        .count(
                                InputTokenCountParams.builder()
                                        .model("tiny")
                                        .input("How are you today?")
                                        .build())
                        .validate()
                        .inputTokens();

        assertThat(tokens).isBetween(4L, 20L);
    }
}
