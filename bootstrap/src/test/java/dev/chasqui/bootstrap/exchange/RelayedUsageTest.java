package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Recording;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The tokens of relayed answers in the metrics. */
class RelayedUsageTest {
    private static final String TOKENS =
            "chasqui_tokens_total{backend=\"one\",direction=\"%s\",model=\"m\"} %s\n";

    private FakeBackend backend;
    private StartedServer server;

    @BeforeEach
    void start() {
        backend = FakeOpenAi.start("m");
        server =
                StartedServer.of(
                        "{\"backends\":[%s]}"
                                .formatted(StartedServer.backendConfig("one", backend, "openai")));
    }

    @AfterEach
    void close() {
        server.close();
        backend.close();
    }

    @Test
    void aStreamedCompletionIsCountedAndGoesOutByteForByte() throws IOException {
        backend.on("POST", "/v1/completions", Answer.play("llama-server/completions-stream"));

        WireMessage answer = post("/v1/completions");

        assertThat(answer.text())
                .isEqualTo(Recording.load("llama-server/completions-stream").response().text());
        awaitMetrics(TOKENS.formatted("prompt", "24.0"), TOKENS.formatted("completion", "5.0"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/audio/transcriptions,'{\"type\":\"transcript.text.done\",\"text\":\"hi\",USAGE}'",
        "/v1/images/generations,'{\"type\":\"image_generation.completed\",\"b64_json\":\"IMAGE\",USAGE}'"
    })
    void soAreStreamedTranscriptionsAndImages(String path, String event) throws IOException {
        String whole =
                "event: x\r\ndata: "
                        + event.replace(
                                        "USAGE",
                                        "\"usage\":{\"input_tokens\":14,\"output_tokens\":6}")
                                .replace("IMAGE", "A".repeat(200_000))
                        + "\r\n\r\n";
        backend.on(
                "POST",
                path,
                Answer.stream(
                        "text/event-stream",
                        Duration.ZERO,
                        List.of(
                                whole.substring(0, 30),
                                whole.substring(30, 60),
                                whole.substring(60))));

        assertThat(post(path).text()).isEqualTo(whole);
        awaitMetrics(TOKENS.formatted("prompt", "14.0"), TOKENS.formatted("completion", "6.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"completion-native", "completion-native-stream"})
    void soAreCompletionsAtThePathOfLlamaServer(String recording) throws IOException {
        backend.on("POST", "/completion", Answer.play("llama-server/" + recording));

        assertThat(post("/completion").text())
                .isEqualTo(Recording.load("llama-server/" + recording).response().text());
        awaitMetrics(TOKENS.formatted("prompt", "24.0"), TOKENS.formatted("completion", "5.0"));
    }

    @Test
    void theTokensOfALongAnswerAreReadAtItsEnd() throws IOException {
        backend.on(
                "POST",
                "/infill",
                Answer.json(
                        200,
                        "{\"content\":\"x\",\"tokens_predicted\":6,\"tokens_evaluated\":90000,"
                                + "\"prompt\":\""
                                + "a\\n".repeat(90_000)
                                + "\",\"timings\":{\"cache_n\":80000,\"prompt_n\":10000,"
                                + "\"predicted_n\":6}}"));

        var _ = post("/infill");
        awaitMetrics(TOKENS.formatted("prompt", "90000.0"), TOKENS.formatted("completion", "6.0"));
    }

    @Test
    void aClientThatLeavesInMidStreamIsCountedByTheLastEventBefore() throws IOException {
        String event = "data: {\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}\n\n";
        backend.on(
                "POST",
                "/v1/completions",
                Answer.endless("text/event-stream", Duration.ofMillis(10), event));

        try (RawHttp http = RawHttp.connect(server.port())) {
            http.post("/v1/completions", "{\"model\":\"m\",\"prompt\":\"a\"}");
            assertThat(http.readHead().status()).isEqualTo(200);
            assertThat(http.readPiece().orElseThrow().text()).contains("usage");
            http.hangUp();
        }

        // A model has a name here only after its first success.
        awaitMetrics(TOKENS.replace("=\"m\"", "=\"\"").formatted("prompt", "3.0"));
    }

    private WireMessage post(String path) throws IOException {
        WireMessage answer =
                RawHttp.post(server.port(), path, "{\"model\":\"m\",\"prompt\":\"a\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    /** Waits for these lines, since an exchange is counted after its last byte has gone out. */
    private void awaitMetrics(String... lines) throws IOException {
        Polled.untilPasses(
                () -> assertThat(RawHttp.get(server.port(), "/metrics").text()).contains(lines));
    }
}
