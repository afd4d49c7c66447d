package dev.chasqui.bootstrap.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.ThinkingConfigEnabled;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.models.ModelInfo;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tests with Anthropic's own Java SDK as the client, in front of both kinds of backend. */
class AnthropicSdkTest {
    private static final Map<RealServer, Stage> STAGES = new EnumMap<>(RealServer.class);

    private static Stage stage(RealServer kind) {
        return STAGES.computeIfAbsent(kind, Stage::new);
    }

    @AfterAll
    static void stop() {
        STAGES.values().forEach(Stage::close);
        STAGES.clear();
    }

    private static AnthropicClient client(Stage stage) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(stage.url())
                .apiKey("none")
                .maxRetries(0)
                .build();
    }

    private static Message ask(RealServer kind, MessageCreateParams params) {
        AnthropicClient client = client(stage(kind));
        try {
            return client.messages().create(params);
        } finally {
            client.close();
        }
    }

    private static List<RawMessageStreamEvent> stream(RealServer kind, MessageCreateParams params) {
        List<RawMessageStreamEvent> events = new ArrayList<>();
        stream(kind, params, events);
        return events;
    }

    private static void stream(
            RealServer kind, MessageCreateParams params, List<RawMessageStreamEvent> events) {
        AnthropicClient client = client(stage(kind));
        try (StreamResponse<RawMessageStreamEvent> reply =
                client.messages().createStreaming(params)) {
            reply.stream().forEach(events::add);
        } finally {
            client.close();
        }
    }

    private static Message accumulated(List<RawMessageStreamEvent> events) {
        MessageAccumulator accumulator = MessageAccumulator.create();
        events.forEach(accumulator::accumulate);
        return accumulator.message();
    }

    private static MessageCreateParams.Builder question(String text) {
        return MessageCreateParams.builder().model("tiny").maxTokens(64).addUserMessage(text);
    }

    private static Tool weather() {
        return Tool.builder()
                .name("get_weather")
                .description("Current weather of a place")
                .inputSchema(
                        Tool.InputSchema.builder()
                                .properties(
                                        Tool.InputSchema.Properties.builder()
                                                .putAdditionalProperty(
                                                        "location",
                                                        JsonValue.from(Map.of("type", "string")))
                                                .build())
                                .build())
                .build();
    }

    private static String text(Message message) {
        return message.content().stream()
                .flatMap(block -> block.text().stream())
                .map(block -> block.text())
                .collect(Collectors.joining());
    }

    private static String thought(Message message) {
        return message.content().stream()
                .flatMap(block -> block.thinking().stream())
                .map(block -> block.thinking())
                .collect(Collectors.joining());
    }

    private static String types(List<RawMessageStreamEvent> events) {
        return events.stream()
                .map(
                        event ->
                                event.isMessageStart()
                                        ? "message("
                                        : event.isContentBlockStart()
                                                ? "["
                                                : event.isContentBlockDelta()
                                                        ? "."
                                                        : event.isContentBlockStop()
                                                                ? "]"
                                                                : event.isMessageDelta()
                                                                        ? ";"
                                                                        : ")")
                .collect(Collectors.joining())
                .replaceAll("\\.+", ".");
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aMessageIsAnswered(RealServer kind) {
        Message reply = ask(kind, question("Hi").build());

        assertThat(text(reply)).isEqualTo("Hello! How can I help you today?");
        assertThat(reply.stopReason()).contains(StopReason.END_TURN);
        assertThat(reply.stopSequence()).isEmpty();
        assertThat(reply.id()).startsWith("msg_");
        assertThat(reply.model().asString()).isEqualTo("tiny");
        assertThat(reply.usage().inputTokens() + reply.usage().cacheReadInputTokens().orElseThrow())
                .isEqualTo(23);
        assertThat(reply.usage().outputTokens()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aStreamArrivesInItsOrder(RealServer kind) {
        List<RawMessageStreamEvent> events = stream(kind, question("Hi").build());

        assertThat(types(events)).isEqualTo("message([.];)");
        Message reply = accumulated(events);
        assertThat(text(reply)).isEqualTo("Hello! How can I help you today?");
        assertThat(reply.stopReason()).contains(StopReason.END_TURN);
        assertThat(reply.usage().outputTokens()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aToolIsCalledAndItsResultAnswered(RealServer kind) {
        MessageCreateParams first = question("Weather in Paris?").addTool(weather()).build();
        Message call = ask(kind, first);

        assertThat(call.stopReason()).contains(StopReason.TOOL_USE);
        checkAnswer(kind, first, call);
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aToolIsCalledInAStream(RealServer kind) {
        MessageCreateParams first = question("Weather in Paris?").addTool(weather()).build();
        List<RawMessageStreamEvent> events = stream(kind, first);
        Message call = accumulated(events);

        assertThat(types(events)).isEqualTo("message([.];)");
        assertThat(call.stopReason()).contains(StopReason.TOOL_USE);
        checkAnswer(kind, first, call);
    }

    private static void checkAnswer(RealServer kind, MessageCreateParams first, Message call) {
        ToolUseBlock use =
                call.content().stream()
                        .flatMap(block -> block.toolUse().stream())
                        .findFirst()
                        .orElseThrow();
        assertThat(use.id()).isNotBlank();
        assertThat(use.name()).isEqualTo("get_weather");
        assertThat(use._input().toString()).contains("location", "Paris, France");
        Message answer =
                ask(
                        kind,
                        first.toBuilder()
                                .addMessage(call)
                                .addUserMessageOfContentBlockParams(
                                        List.of(
                                                ContentBlockParam.ofToolResult(
                                                        ToolResultBlockParam.builder()
                                                                .toolUseId(use.id())
                                                                .content("eighteen")
                                                                .build())))
                                .build());
        assertThat(text(answer)).isNotBlank();
        assertThat(stage(kind).lastBody())
                .contains("\"role\":\"tool\"", "eighteen", "\"tool_call_id\":\"" + use.id() + "\"");
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void thoughtsComeBeforeTheAnswer(RealServer kind) {
        MessageCreateParams asked =
                question("[[think]] Q")
                        .thinking(ThinkingConfigEnabled.builder().budgetTokens(1024).build())
                        .build();
        List<RawMessageStreamEvent> events = stream(kind, asked);

        assertThat(types(events)).isEqualTo("message([.][.];)");
        for (Message reply : List.of(accumulated(events), ask(kind, asked))) {
            assertThat(thought(reply)).isEqualTo("\nLet me reason about this.\n");
            assertThat(text(reply)).isEqualTo("\n\nThe answer is 42.");
            assertThat(reply.content().getFirst().isThinking()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void instructionsAndAnImageReachTheBackend(RealServer kind) {
        var _ =
                ask(
                        kind,
                        MessageCreateParams.builder()
                                .model("tiny")
                                .maxTokens(64)
                                .systemOfTextBlockParams(
                                        List.of(
                                                TextBlockParam.builder().text("Be brief.").build(),
                                                TextBlockParam.builder().text("Be kind.").build()))
                                .addUserMessageOfContentBlockParams(
                                        List.of(
                                                ContentBlockParam.ofText(
                                                        TextBlockParam.builder()
                                                                .text("What is it?")
                                                                .build()),
                                                ContentBlockParam.ofImage(
                                                        ImageBlockParam.builder()
                                                                .source(
                                                                        Base64ImageSource.builder()
                                                                                .mediaType(
                                                                                        Base64ImageSource
                                                                                                .MediaType
                                                                                                .IMAGE_PNG)
                                                                                .data(Stage.PIXEL)
                                                                                .build())
                                                                .build())))
                                .build());

        assertThat(stage(kind).lastBody())
                .contains(
                        stage(kind).pixelOnTheWire(),
                        "{\"role\":\"system\",\"content\":\"Bebrief.\\nBekind.\"}");
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void anUnknownModelIsNotFound(RealServer kind) {
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> ask(kind, question("Hi").model("nope").build()))
                .satisfies(
                        e -> {
                            assertThat(e.type().orElseThrow().asString())
                                    .isEqualTo("not_found_error");
                            assertThat(e.apiMessage().orElseThrow()).contains("nope", "tiny");
                            assertThat(e.requestId().orElseThrow())
                                    .isEqualTo(e.headers().values("x-request-id").getFirst());
                        });
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aWrongTypeIsABadRequestThatNamesTheField(RealServer kind) {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(
                        () ->
                                ask(
                                        kind,
                                        question("Hi")
                                                .putAdditionalBodyProperty(
                                                        "top_p", JsonValue.from("much"))
                                                .build()))
                .satisfies(
                        e -> {
                            assertThat(e.type().orElseThrow().asString())
                                    .isEqualTo("invalid_request_error");
                            assertThat(e.apiMessage().orElseThrow()).startsWith("top_p: \"much\"");
                        });
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aBackendThatDiesMidwayIsAnErrorOfTheStream(RealServer kind) {
        List<RawMessageStreamEvent> before = new ArrayList<>();

        assertThatExceptionOfType(AnthropicException.class)
                .isThrownBy(() -> stream(kind, question("[[long]]").build(), before))
                .withMessageContaining("broke off");
        assertThat(types(before)).startsWith("message([.").doesNotContain(";", ")");
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aBackendThatIsDownIsABadGateway(RealServer kind) {
        try (Stage own = new Stage(kind)) {
            AnthropicClient client = client(own);
            var _ = client.models().list();
            own.stopBackend();

            assertThatExceptionOfType(InternalServerException.class)
                    .isThrownBy(() -> client.messages().create(question("Hi").build()))
                    .satisfies(
                            e -> {
                                assertThat(e.statusCode()).isEqualTo(502);
                                assertThat(e.type().orElseThrow().asString())
                                        .isEqualTo("api_error");
                            });
            client.close();
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void tokensAreCounted(RealServer kind) {
        AnthropicClient client = client(stage(kind));
        try {
            assertThat(
                            client.messages()
                                    .countTokens(
                                            MessageCountTokensParams.builder()
                                                    .model("tiny")
                                                    .system("Be brief.")
                                                    .addUserMessage("How are you today?")
                                                    .addTool(weather())
                                                    .build())
                                    .inputTokens())
                    .isBetween(10L, 100L);
        } finally {
            client.close();
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void modelsAreListedAndFound(RealServer kind) {
        AnthropicClient client = client(stage(kind));
        try {
            List<ModelInfo> models = client.models().list().autoPager().stream().toList();

            assertThat(models)
                    .extracting(ModelInfo::id)
                    .containsExactly(kind == RealServer.OLLAMA ? "tiny:latest" : "tiny");
            assertThat(models.getFirst().displayName()).startsWith("tiny");
            assertThat(models.getFirst().createdAt()).isNotNull();
            assertThat(client.models().retrieve("tiny").id()).isEqualTo("tiny");
        } finally {
            client.close();
        }
    }

    /** Fails if a reply has a block of a kind that the SDK does not know. */
    @ParameterizedTest
    @EnumSource(RealServer.class)
    void everyBlockIsValid(RealServer kind) {
        assertThat(ask(kind, question("Hi").build()).content()).allMatch(ContentBlock::isValid);
    }
}
