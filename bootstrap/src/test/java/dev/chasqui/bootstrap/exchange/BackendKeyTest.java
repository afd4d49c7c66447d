package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** If a backend repeats our key in an error, no caller sees it. */
class BackendKeyTest {
    private static final String KEY = "sk-house-0123456789";
    private static final String ECHO = "rejected: Authorization: Bearer " + KEY + " (x)";

    private static final FakeBackend OPENAI = FakeOpenAi.start("tiny");
    private static final FakeBackend OLLAMA = FakeOllama.start("small");
    private static StartedServer server;

    @BeforeAll
    static void start() throws IOException {
        Path key = Files.writeString(Files.createTempFile("chasqui-test", ".key"), KEY);
        String backend = "{\"name\":\"%s\",\"type\":\"%s\",\"url\":\"%s\",\"apiKeyFile\":\"%s\"}";
        server =
                StartedServer.of(
                        "{\"backends\":[%s,%s]}"
                                .formatted(
                                        backend.formatted("a", "openai", OPENAI.url(), key),
                                        backend.formatted("b", "ollama", OLLAMA.url(), key)),
                        PluginJars.PARALLEL);
        Files.delete(key);
    }

    @AfterAll
    static void close() {
        server.close();
        OPENAI.close();
        OLLAMA.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 413, 422, 429, 500, 503})
    void anErrorOfEveryStatusIsToldWithoutTheKey(int status) throws IOException {
        OPENAI.on("POST", "/v1/chat/completions", FakeOpenAi.error(status, ECHO))
                .on("POST", "/v1/completions", FakeOpenAi.error(status, "model: " + ECHO))
                .on("POST", "/odd", Answer.whole(status, "text/plain", ECHO));
        OLLAMA.on("POST", "/api/chat", FakeOllama.error(status, ECHO));
        for (boolean stream : new boolean[] {true, false}) {
            for (Client client : Client.values()) {
                hidden(client.ask(server.port(), Client.question("Hi", stream)).wire());
                String toSmall = Client.question("Hi", stream).replace("tiny", "small");
                hidden(client.ask(server.port(), toSmall).wire());
                hidden(
                        client.ask(
                                        server.port(),
                                        Client.question("/parallel(models=tiny,tiny) Hi", stream))
                                .wire());
            }
        }
        hidden(post("/v1/completions", "{\"model\":\"tiny\",\"prompt\":\"Hi\"}"));
        WireMessage forwarded = post("/upstream/tiny/odd", "{}");
        hidden(forwarded);
        assertThat(forwarded.text()).isEqualTo(ECHO.replace(KEY, "***"));
    }

    @Test
    void anErrorWithinAStreamIsToldWithoutTheKeyAndContentStaysAsItIs() throws IOException {
        String content =
                "data: {\"id\":\"1\",\"model\":\"tiny\",\"choices\":[{\"index\":0,\"delta\":"
                        + "{\"content\":\"echo "
                        + KEY
                        + "\"},\"finish_reason\":null}]}\n\n";
        String error = "data: {\"error\":{\"message\":\"" + ECHO + "\"}}\n\n";
        Answer broken = Answer.stream("text/event-stream", Duration.ZERO, List.of(content, error));
        OPENAI.on("POST", "/v1/chat/completions", broken).on("POST", "/v1/completions", broken);
        for (Client client : Client.values()) {
            Reply reply = client.ask(server.port(), Client.question("Hi", true));
            assertThat(reply.error()).contains("rejected").doesNotContain(KEY);
            assertThat(reply.text()).isEqualTo("echo " + KEY);
        }
        assertThat(post("/v1/completions", "{\"model\":\"tiny\",\"prompt\":\"Hi\"}").text())
                .isEqualTo(content + error.replace(KEY, "***"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: error\ndata: {\"message\":\"?\"}\n\n",
                "event: error\ndata: ?\n\n",
                "data: {\"code\":500,\"message\":\"?\"}\n\n",
                "data: {\"detail\":\"?\"}\n\n",
                "data: {\"errors\":[{\"message\":\"?\"}]}\n\n"
            })
    void anErrorFrameOfAnyFormIsToldAsOneWithoutTheKey(String form) throws IOException {
        String content =
                "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hm\"},"
                        + "\"finish_reason\":null}]}\n\n";
        String error = form.replace("?", ECHO);
        String done = "data: [DONE]\n\n";
        for (List<String> frames : List.of(List.of(error, done), List.of(content, error, done))) {
            Answer broken = Answer.stream("text/event-stream", Duration.ZERO, frames);
            OPENAI.on("POST", "/v1/chat/completions", broken).on("POST", "/v1/completions", broken);
            for (Client client : Client.values()) {
                for (String command : List.of("", "/parallel(models=tiny,tiny) ")) {
                    Reply reply = client.ask(server.port(), Client.question(command + "Hi", true));
                    hidden(reply.wire());
                    assertThat(reply.wire().text())
                            .doesNotContain("[DONE]", "\"stop\"", "\"done\":true");
                    if (frames.size() == 2) {
                        assertThat(reply.wire().status()).isEqualTo(502);
                    }
                }
            }
            hidden(post("/v1/completions", "{\"model\":\"tiny\",\"prompt\":\"Hi\"}"));
        }
    }

    @Test
    void anErrorInAnAnswerOfStatus200IsToldWithoutTheKey() throws IOException {
        OPENAI.on(
                "POST",
                "/v1/chat/completions",
                Answer.json(200, "{\"error\":{\"message\":\"" + ECHO + "\"}}"));
        OLLAMA.on("POST", "/api/chat", Answer.json(200, "{\"error\":\"" + ECHO + "\"}"));
        for (Client client : Client.values()) {
            for (String model : List.of("tiny", "small")) {
                String body = Client.question("Hi", false).replace("tiny", model);
                hidden(client.ask(server.port(), body).wire());
            }
        }
    }

    @Test
    void anErrorLineOfAnOllamaIsToldWithoutTheKey() throws IOException {
        OLLAMA.on(
                "POST",
                "/api/chat",
                Answer.stream(
                        "application/x-ndjson",
                        Duration.ZERO,
                        List.of(
                                "{\"model\":\"small\",\"message\":{\"role\":\"assistant\","
                                        + "\"content\":\"Hm\"},\"done\":false}\n",
                                "{\"error\":\"" + ECHO + "\"}\n")));
        for (Client client : Client.values()) {
            String body = Client.question("Hi", true).replace("tiny", "small");
            hidden(client.ask(server.port(), body).wire());
        }
    }

    private static WireMessage post(String path, String body) throws IOException {
        return RawHttp.post(server.port(), path, body);
    }

    private static void hidden(WireMessage answer) {
        assertThat(answer.text()).contains("rejected").doesNotContain(KEY);
        assertThat(answer.headers()).noneMatch(header -> header.value().contains(KEY));
    }
}
