package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.StandInLlama;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The servers of whisper.cpp and stable-diffusion.cpp by config. The stand-ins answer as these
 * servers do: the one has no list of models and another path, the other lists one fixed name.
 */
class MediaServersTest {
    private static final Header FORM =
            new Header("Content-Type", "multipart/form-data; boundary=b");

    private static FakeBackend whisper;
    private static FakeBackend sd;
    private static FakeBackend chat;
    private static StartedServer server;

    @BeforeAll
    static void start() {
        whisper = FakeBackend.start();
        sd = FakeBackend.start();
        chat = FakeOpenAi.start("tiny");
        server =
                StartedServer.of(
                        """
                        {"backends":[%s,
                        {"name":"whisper","url":"%s","models":["whisper-base"],
                         "kinds":["transcription"],
                         "paths":{"/v1/audio/transcriptions":"/inference"}},
                        {"name":"sd","type":"openai","url":"%s","models":["sd-turbo"],
                         "kinds":["image"]}],
                        "models":{"aliases":{"whisper-1":"whisper-base"}}}
                        """
                                .formatted(
                                        StartedServer.backendConfig("chat", chat, "openai"),
                                        whisper.url(),
                                        sd.url()));
    }

    @AfterAll
    static void stop() {
        server.close();
        whisper.close();
        sd.close();
        chat.close();
    }

    @BeforeEach
    void reset() {
        whisper.forget();
        sd.forget();
        whisper.on("POST", "/inference", Answer.json(200, "{\"text\":\" And so my fellow\"}"));
        sd.on(
                "GET",
                "/v1/models",
                Answer.json(
                        200,
                        """
                        {"data":[{"id":"sd-cpp-local","object":"model","owned_by":"local"}]}\
                        """));
        for (String path : new String[] {"/v1/images/generations", "/v1/images/edits"}) {
            sd.on(
                    "POST",
                    path,
                    Answer.json(
                            200,
                            """
                            {"created":1,"data":[{"b64_json":"eA=="}],"output_format":"png"}\
                            """));
        }
    }

    private static String form(String model, String... fields) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append(field(fields[i], fields[i + 1]));
        }
        return form
                + field("model", model)
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n"
                + "Content-Type: audio/wav\r\n\r\nRIFF-sound\r\n--b--\r\n";
    }

    private static String field(String name, String value) {
        return "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                .formatted(name, value);
    }

    @ParameterizedTest
    @CsvSource({"whisper-base,/v1/audio/transcriptions", "whisper-1,/audio/transcriptions"})
    void aTranscriptionReachesThePathOfWhispersServer(String model, String path)
            throws IOException {
        WireMessage answer =
                RawHttp.post(
                        server.port(),
                        path,
                        form(model, "response_format", "json", "temperature", "0.2"),
                        FORM);

        assertThat(answer.text()).isEqualTo("{\"text\":\" And so my fellow\"}");
        assertThat(whisper.received("/inference").getLast().message().text())
                .isEqualTo(form("whisper-base", "response_format", "json", "temperature", "0.2"));
    }

    @Test
    void whatItAnswersAsTextStaysText() throws IOException {
        whisper.on(
                "POST",
                "/inference",
                Answer.whole(
                        200,
                        "application/x-subrip",
                        "1\n00:00:00,000 --> 00:00:11,000\n And so my fellow\n\n"));

        WireMessage answer =
                RawHttp.post(
                        server.port(),
                        "/v1/audio/transcriptions",
                        form("whisper-1", "response_format", "srt"),
                        FORM);

        assertThat(answer.headers("Content-Type")).containsExactly("application/x-subrip");
        assertThat(answer.text()).startsWith("1\n00:00:00,000 -->");
    }

    @Test
    void itsErrorsAreTold() throws IOException {
        whisper.on("POST", "/inference", Answer.whole(400, "text/plain", "Invalid request"));

        WireMessage answer =
                RawHttp.post(server.port(), "/v1/audio/transcriptions", form("whisper-1"), FORM);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"message\":\"Invalid request\"");
    }

    @Test
    void anotherPathThanTheOneItHasIsNotServed() throws IOException {
        WireMessage answer =
                RawHttp.post(server.port(), "/v1/audio/translations", form("whisper-1"), FORM);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("does not serve /v1/audio/translations");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions,whisper-1,chat",
        "/v1/chat/completions,sd-turbo,chat",
        "/v1/images/generations,whisper-1,image",
        "/v1/embeddings,sd-turbo,embeddings"
    })
    void aRequestOfAnotherKindIsRefusedBeforeItIsSent(String path, String model, String kind)
            throws IOException {
        String body =
                "{\"model\":\"%s\",\"input\":\"a\",\"prompt\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                        .formatted(model);

        WireMessage answer = RawHttp.post(server.port(), path, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("does not support " + kind);
    }

    @Test
    void anImageIsMadeUnderTheNameOfTheConfig() throws IOException {
        String body = "{\"model\":\"sd-turbo\",\"prompt\":\"a cat\",\"size\":\"512x512\"}";

        WireMessage answer = RawHttp.post(server.port(), "/v1/images/generations", body);

        assertThat(answer.text()).contains("\"b64_json\":\"eA==\"");
        assertThat(sd.received("/v1/images/generations").getLast().message().text())
                .isEqualTo(body);
        assertThat(sd.received("/v1/models")).isEmpty();
    }

    @Test
    void anImageIsEditedByAForm() throws IOException {
        WireMessage answer =
                RawHttp.post(
                        server.port(),
                        "/v1/images/edits",
                        form("sd-turbo", "prompt", "a hat"),
                        FORM);

        assertThat(answer.text()).contains("\"b64_json\":\"eA==\"");
    }

    @Test
    void theirModelsAreListedWithTheirKinds() throws IOException {
        assertThat(RawHttp.get(server.port(), "/v1/models/whisper-base").text())
                .contains("\"kinds\":[\"transcription\"]");
        assertThat(RawHttp.get(server.port(), "/v1/models/sd-turbo").text())
                .contains("\"kinds\":[\"image\"]");
    }

    @Test
    void aServerThatIsNamedSoAndAwayIsDown() throws IOException {
        FakeBackend away = FakeBackend.start();
        away.close();
        try (StartedServer other =
                StartedServer.of(
                        """
                        {"backends":[{"name":"whisper","url":"%s","models":["whisper-base"]}]}\
                        """
                                .formatted(away.url()))) {
            Json.Obj health = Reply.parse(RawHttp.get(other.port(), "/health").text());

            assertThat(health.toString()).contains("degraded", "whisper");
        }
    }

    @Test
    void thePoolStartsSuchAServerAndKnowsItsKind(@TempDir Path folder) throws IOException {
        String config =
                """
                {"pool":{"models":{"whisper-base":{
                 "command":["%s","--port","${port}","--alias","heard"],
                 "env":{"LLAMA_API_KEY":"${key}"},"memory":"1MB","kinds":["transcription"]}}}}
                """
                        .formatted(StandInLlama.script(folder));
        try (StartedServer other = StartedServer.of(config)) {
            WireMessage answer =
                    RawHttp.post(
                            other.port(), "/v1/audio/transcriptions", form("whisper-base"), FORM);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.text()).contains("I am heard");

            assertThat(
                            RawHttp.post(
                                            other.port(),
                                            "/v1/chat/completions",
                                            Client.question("Hi", false)
                                                    .replace("tiny", "whisper-base"))
                                    .text())
                    .contains("does not support chat");
        }
    }
}
