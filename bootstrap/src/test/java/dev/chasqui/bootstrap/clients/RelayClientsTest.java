package dev.chasqui.bootstrap.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.core.http.HttpResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.moderations.ModerationCreateParams;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Tests of relayed requests with OpenAI's own Java SDK and with plain HTTP. */
class RelayClientsTest {
    private static final byte[] SOUND =
            "RIFF\r\n--sound".repeat(20_000).getBytes(StandardCharsets.UTF_8);

    private static FakeBackend backend;
    private static FakeBackend plain;
    private static StartedServer server;
    private static OpenAIClient openAi;

    @BeforeAll
    static void start() {
        backend = FakeOpenAi.start("all");
        plain = FakeOpenAi.start("plain");
        backend.on(
                        "POST",
                        "/v1/moderations",
                        Answer.json(
                                200,
                                "{\"id\":\"1\",\"model\":\"all\",\"results\":[{\"flagged\":true}]}"))
                .on("POST", "/v1/audio/transcriptions", Answer.json(200, "{\"text\":\"hi\"}"))
                .on("POST", "/v1/audio/speech", Answer.json(200, "sound"))
                .on(
                        "POST",
                        "/v1/images/generations",
                        Answer.json(200, "{\"created\":1,\"data\":[{\"b64_json\":\"eA==\"}]}"))
                .on(
                        "POST",
                        "/v1/completions",
                        Answer.json(
                                200,
                                "{\"id\":\"1\",\"object\":\"text_completion\",\"created\":1,"
                                        + "\"model\":\"all\",\"choices\":[{\"text\":\" world\","
                                        + "\"index\":0,\"finish_reason\":\"stop\"}]}"))
                .on("POST", "/v1/rerank", Answer.play("llama-server/rerank"));
        plain.on("POST", "/v1/rerank", Answer.play("llama-server/rerank-not-enabled"));
        server =
                StartedServer.of(
                        "{\"backends\":[%s,%s],\"models\":{\"aliases\":{\"short\":\"all\"}}}"
                                .formatted(
                                        StartedServer.backendConfig("all", backend, "openai"),
                                        StartedServer.backendConfig("plain", plain, "openai")));
        openAi = OpenAiSdkClient.to(server.url());
    }

    @AfterAll
    static void close() {
        openAi.close();
        server.close();
        backend.close();
        plain.close();
    }

    @Test
    void moderations() {
        assertThat(
                        openAi.moderations()
                                .create(
                                        ModerationCreateParams.builder()
                                                .model("short")
                                                .input("some text")
                                                .build())
                                .results()
                                .getFirst()
                                .flagged())
                .isTrue();
        assertThat(asked("/v1/moderations").text()).contains("\"model\":\"all\"");
    }

    @Test
    void transcriptions() {
        assertThat(
                        openAi.audio()
                                .transcriptions()
                                .create(
                                        TranscriptionCreateParams.builder()
                                                .file(new ByteArrayInputStream(SOUND))
                                                .model("short")
                                                .build())
                                .asTranscription()
                                .text())
                .isEqualTo("hi");
        String form = asked("/v1/audio/transcriptions").text();
        assertThat(form)
                .contains(new String(SOUND, StandardCharsets.UTF_8))
                .contains("\r\nall\r\n");
    }

    @Test
    void speech() throws IOException {
        try (HttpResponse response =
                openAi.audio()
                        .speech()
                        .create(
                                SpeechCreateParams.builder()
                                        .model("short")
                                        .input("hello")
                                        .voice("alloy")
                                        .build())) {
            assertThat(response.body().readAllBytes())
                    .isEqualTo("sound".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void images() {
        assertThat(
                        openAi.images()
                                .generate(
                                        ImageGenerateParams.builder()
                                                .model("short")
                                                .prompt("a cat")
                                                .build())
                                .data()
                                .orElseThrow()
                                .getFirst()
                                .b64Json())
                .contains("eA==");
    }

    @Test
    void completions() {
        assertThat(
                        openAi.completions()
                                .create(
                                        CompletionCreateParams.builder()
                                                .model("short")
                                                .prompt("hello")
                                                .build())
                                .choices()
                                .getFirst()
                                .text())
                .isEqualTo(" world");
    }

    @Test
    void rankings() throws IOException {
        WireMessage answer =
                RawHttp.post(
                        server.port(),
                        "/v1/rerank",
                        "{\"model\":\"short\",\"query\":\"q\",\"documents\":[\"a\"]}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("relevance_score");
    }

    @Test
    void aServerWithoutThatAbilityIsExplained() throws IOException {
        WireMessage answer =
                RawHttp.post(
                        server.port(),
                        "/v1/rerank",
                        "{\"model\":\"plain\",\"query\":\"q\",\"documents\":[\"a\"]}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("does not support reranking", "--reranking");
        assertThatThrownBy(
                        () ->
                                openAi.moderations()
                                        .create(
                                                ModerationCreateParams.builder()
                                                        .model("plain")
                                                        .input("x")
                                                        .build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("does not serve /v1/moderations");
    }

    @Test
    void anUnknownModelIsNotFound() {
        assertThatThrownBy(
                        () ->
                                openAi.images()
                                        .generate(
                                                ImageGenerateParams.builder()
                                                        .model("nope")
                                                        .prompt("a cat")
                                                        .build()))
                .isInstanceOf(NotFoundException.class);
    }

    private static WireMessage asked(String path) {
        return backend.received(path).getLast().message();
    }
}
