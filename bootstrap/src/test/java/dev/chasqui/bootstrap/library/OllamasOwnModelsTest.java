package dev.chasqui.bootstrap.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Piece;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Received;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The changes of models that an Ollama behind the server carries out. */
class OllamasOwnModelsTest {
    private static final String BLOB = "/api/blobs/sha256:" + "0".repeat(64);

    private FakeBackend ollama;
    private FakeBackend openAi;
    private StartedServer server;
    private Calls calls;

    @BeforeEach
    void start() {
        ollama = FakeOllama.start("llama3:latest");
        openAi = FakeOpenAi.start("gpt");
        server = StartedServer.of(config(""));
        calls = new Calls(server.port());
    }

    private String config(String more) {
        return "{\"backends\":[%s,%s],\"models\":{\"aliases\":{\"fast\":\"llama3\"}}%s}"
                .formatted(
                        StartedServer.backendConfig("openai", openAi, "openai"),
                        StartedServer.backendConfig("ollama", ollama, "ollama"),
                        more);
    }

    @AfterEach
    void stop() {
        server.close();
        ollama.close();
        openAi.close();
    }

    /** Returns lines, after which the fake has these models. */
    private Answer lines(List<String> lines, String... models) {
        return (request, reply) -> {
            ollama.on("GET", "/api/tags", FakeOllama.tags(models));
            Answer.stream("application/x-ndjson", Duration.ZERO, lines).write(request, reply);
        };
    }

    @Test
    void aPullStreamsThroughAndItsModelIsListedAtOnce() throws Exception {
        List<String> steps =
                List.of(
                        "{\"status\":\"pulling manifest\"}\n",
                        "{\"status\":\"pulling 92e3eaaa1a72\",\"digest\":\"sha256:92\",",
                        "\"total\":3,\"completed\":3}\n{\"status\":\"writing manifest\"}\n",
                        "{\"status\":\"success\"}\n");
        ollama.on("POST", "/api/pull", lines(steps, "llama3:latest", "new:latest"));

        WireMessage pulled = calls.post("/api/pull", "{\"model\":\"new\",\"insecure\":true}");

        assertThat(pulled.status()).isEqualTo(200);
        assertThat(pulled.header("Content-Type")).contains("application/x-ndjson");
        assertThat(pulled.text()).isEqualTo(String.join("", steps));
        assertThat(calls.tags()).contains("new:latest");
        assertThat(ollama.awaitRequest("/api/pull").message().text())
                .isEqualTo("{\"model\":\"new\",\"insecure\":true}");
    }

    @Test
    void aStepArrivesBeforeTheNextOneIsMade() throws Exception {
        ollama.on(
                "POST",
                "/api/pull",
                Answer.endless(
                        "application/x-ndjson",
                        Duration.ofMillis(20),
                        "{\"status\":\"pulling manifest\"}\n"));
        try (RawHttp client = RawHttp.connect(server.port())) {
            client.post("/api/pull", "{\"model\":\"new\"}").readHead();
            Optional<Piece> first = client.readPiece();
            assertThat(first).isPresent();
            Received asked = ollama.awaitRequest("/api/pull");
            client.hangUp();
            asked.awaitHangUp(Duration.ofSeconds(5));
        }
    }

    @Test
    void withoutAStreamTheLastStepIsTheAnswerHoweverLongThePullTakes() throws Exception {
        ollama.on(
                "POST",
                "/api/pull",
                lines(
                        List.of(
                                "{\"status\":\"pulling manifest\"}\n",
                                "{\"status\":\"success\"}\n"),
                        "llama3:latest",
                        "new:latest"));

        WireMessage pulled = calls.post("/api/pull", "{\"model\":\"new\",\"stream\":false}");

        assertThat(pulled.status()).isEqualTo(200);
        assertThat(pulled.text()).isEqualTo("{\"status\":\"success\"}");
        assertThat(calls.tags()).contains("new:latest");
        assertThat(Calls.body(ollama.awaitRequest("/api/pull")).get("stream"))
                .contains(Json.of(true));
    }

    @Test
    void itsErrorsComeInItsOwnWords() throws Exception {
        ollama.on("POST", "/api/pull", Answer.play("ollama/pull-unknown-stream"));
        assertThat(calls.post("/api/pull", "{\"model\":\"nope\"}").text())
                .endsWith("{\"error\":\"pull model manifest: file does not exist\"}\n");
        WireMessage whole = calls.post("/api/pull", "{\"model\":\"nope\",\"stream\":false}");
        assertThat(whole.status()).isEqualTo(500);
        assertThat(whole.text())
                .isEqualTo("{\"error\":\"pull model manifest: file does not exist\"}");

        ollama.on("POST", "/api/create", Answer.play("ollama/create-nothing"));
        WireMessage refused = calls.post("/api/create", "{\"model\":\"x\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text().strip())
                .isEqualTo("{\"error\":\"neither 'from' or 'files' was specified\"}");
    }

    @Test
    void aBackendThatBreaksOffIsAnErrorLineAndWholeAnError() throws Exception {
        ollama.on(
                "POST",
                "/api/pull",
                Answer.stream(
                                "application/x-ndjson",
                                Duration.ZERO,
                                List.of("{\"status\":\"pulling manifest\"}\n", "{\"status\":"))
                        .cutAfter(200));
        assertThat(calls.post("/api/pull", "{\"model\":\"new\"}").text())
                .startsWith("{\"status\":\"pulling manifest\"}\n")
                .contains("{\"error\":\"backend 'ollama' broke off");

        ollama.on("POST", "/api/pull", Answer.hangUp());
        assertThat(calls.post("/api/pull", "{\"model\":\"new\"}").status()).isEqualTo(502);

        ollama.on(
                "POST",
                "/api/pull",
                Answer.stream(
                        "application/x-ndjson",
                        Duration.ZERO,
                        List.of("{\"status\":\"pulling manifest\"}\n")));
        assertThat(calls.post("/api/pull", "{\"model\":\"new\"}").text())
                .contains("it ended before it said success");
        assertThat(calls.post("/api/pull", "{\"model\":\"new\",\"stream\":false}").status())
                .isEqualTo(500);
    }

    @Test
    void aModelIsMadeOfOneOfItsOwnUnderAnAliasToo() throws Exception {
        ollama.on(
                "POST",
                "/api/create",
                lines(List.of("{\"status\":\"success\"}\n"), "llama3:latest", "bot:latest"));

        calls.post(
                "/api/create",
                "{\"model\":\"bot\",\"from\":\"fast\",\"template\":\"{{ .Prompt }}\"}");

        assertThat(ollama.awaitRequest("/api/create").message().text())
                .isEqualTo(
                        "{\"model\":\"bot\",\"from\":\"llama3:latest\",\"template\":\"{{ .Prompt"
                                + " }}\"}");
        assertThat(calls.tags()).contains("bot:latest");
        assertThat(calls.post("/api/create", "{\"model\":\"mine\",\"from\":\"gpt\"}").text())
                .contains("success");
        assertThat(ollama.received("/api/create")).hasSize(1);
        assertThat(calls.post("/api/create", "{\"model\":\"mine\",\"from\":\"llama3\"}").text())
                .contains("was made on this server");
    }

    @Test
    void whatADerivedModelCannotHaveIsForTheOllamaToJudge() throws Exception {
        ollama.on(
                "POST",
                "/api/create",
                lines(List.of("{\"status\":\"success\"}\n"), "llama3:latest", "bot:latest"));
        String members =
                "\"from\":\"%s\",\"parameters\":{\"num_ctx\":\"4096\",\"temperature\":\"0.5\"},"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\",\"images\":[\"aGk=\"]},"
                    + "{\"role\":\"narrator\",\"content\":\"Then\"}]}";

        String body = "{\"model\":\"bot\"," + members.formatted("llama3");
        assertThat(calls.post("/api/create", body).text()).contains("success");
        assertThat(ollama.awaitRequest("/api/create").message().text()).contains("aGk=");

        WireMessage own =
                calls.post("/api/create", "{\"model\":\"mine\"," + members.formatted("gpt"));
        assertThat(own.status()).isEqualTo(400);
        assertThat(own.text()).contains("images and tool calls cannot be kept");
        assertThat(ollama.received("/api/create")).hasSize(1);
    }

    @Test
    void copyAndDeleteChangeItsListAtOnce() throws Exception {
        Answer empty = Answer.whole(200, "text/plain", "");
        ollama.on(
                "POST",
                "/api/copy",
                (request, reply) -> {
                    ollama.on("GET", "/api/tags", FakeOllama.tags("llama3:latest", "two:latest"));
                    empty.write(request, reply);
                });
        ollama.on(
                "DELETE",
                "/api/delete",
                (request, reply) -> {
                    ollama.on("GET", "/api/tags", FakeOllama.tags("two:latest"));
                    empty.write(request, reply);
                });

        WireMessage copied =
                calls.post("/api/copy", "{\"source\":\"llama3\",\"destination\":\"two\"}");
        assertThat(copied.status()).isEqualTo(200);
        assertThat(copied.body()).isEmpty();
        assertThat(calls.tags()).contains("two:latest");

        for (String alias : new String[] {"fast", "Fast:latest"}) {
            assertThat(calls.delete("{\"model\":\"" + alias + "\"}").text())
                    .contains("is an alias in the config");
        }
        assertThat(calls.delete("{\"name\":\"llama3\",\"model\":\"\"}").status()).isEqualTo(200);
        assertThat(calls.tags()).doesNotContain("llama3:latest");
        assertThat(ollama.awaitRequest("/api/delete").message().text()).contains("llama3");
    }

    @Test
    void onlyAChangeThatWorksOnFilesMayBeSilentForLong() throws Exception {
        Duration silence = Duration.ofMillis(600);
        ollama.on("DELETE", "/api/delete", Answer.stall());
        ollama.on("POST", "/api/copy", Answer.stall());
        ollama.on("HEAD", BLOB, Answer.stall());
        ollama.on(
                "POST",
                "/api/pull",
                lines(List.of("{\"status\":\"success\"}\n"), "llama3:latest").after(silence));
        ollama.on("POST", BLOB, Answer.whole(201, "text/plain", "").after(silence));
        String hasty =
                StartedServer.backendConfig("ollama", ollama, "ollama")
                        .replace("}", ",\"timeouts\":{\"firstByte\":\"200ms\"}}");
        try (StartedServer server = StartedServer.of("{\"backends\":[" + hasty + "]}")) {
            Calls hurried = new Calls(server.port());
            assertThat(hurried.delete("{\"model\":\"llama3\"}").status()).isEqualTo(504);
            assertThat(
                            hurried.post(
                                            "/api/copy",
                                            "{\"source\":\"llama3\",\"destination\":\"two\"}")
                                    .status())
                    .isEqualTo(504);
            assertThat(hurried.send("HEAD", BLOB, "").status()).isEqualTo(504);
            assertThat(hurried.post("/api/pull", "{\"model\":\"llama3\"}").text())
                    .contains("success");
            assertThat(hurried.send("POST", BLOB, "x").status()).isEqualTo(201);
        }
    }

    @Test
    void aPushIsItsOwn() throws Exception {
        ollama.on("POST", "/api/push", Answer.play("ollama/push-stream"));

        assertThat(calls.post("/api/push", "{\"model\":\"llama3\"}").text())
                .startsWith("{\"status\":\"retrieving manifest\"}\n")
                .endsWith("{\"status\":\"success\"}\n");
    }

    @Test
    void aFileOfAnySizeFlowsToIt() throws Exception {
        ollama.on("POST", BLOB, Answer.whole(201, "text/plain", ""));
        ollama.on("HEAD", BLOB, Answer.whole(200, "text/plain", ""));
        byte[] file = new byte[40 << 20];
        Arrays.fill(file, (byte) 'x');
        try (RawHttp client = RawHttp.connect(server.port())) {
            client.send(
                    "POST "
                            + BLOB
                            + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                            + file.length
                            + "\r\n\r\n");
            client.send(file);
            assertThat(client.readResponse().status()).isEqualTo(201);
        }
        assertThat(ollama.awaitRequest(BLOB).message().body()).hasSize(file.length);
        assertThat(calls.send("HEAD", BLOB, "").status()).isEqualTo(200);
        ollama.on("HEAD", BLOB, Answer.whole(404, "application/json", ""));
        assertThat(calls.send("HEAD", BLOB, "").status()).isEqualTo(404);
    }

    @Test
    void showAsksItForEverything() throws Exception {
        assertThat(calls.post("/api/show", "{\"model\":\"fast\",\"verbose\":true}").status())
                .isEqualTo(200);
        assertThat(Calls.body(ollama.awaitRequest("/api/show")).get("verbose"))
                .contains(Json.of(true));
    }

    @Test
    void onlyAdministratorsChangeModels() throws Exception {
        // The SHA-256 of sk-ana.
        String keys =
                """
                ,"keys":[{"name":"ana","sha256":\
                "67920450836a62d53b40a269d8fb473c23c48537ee4513c1f8310a6acac76c2f","role":"admin"}]\
                """;
        List<String[]> changes =
                List.of(
                        new String[] {"POST", "/api/create", "{\"model\":\"x\",\"from\":\"gpt\"}"},
                        new String[] {
                            "POST", "/api/copy", "{\"source\":\"gpt\",\"destination\":\"x\"}"
                        },
                        new String[] {"DELETE", "/api/delete", "{\"model\":\"llama3\"}"},
                        new String[] {"POST", "/api/pull", "{\"model\":\"new\"}"},
                        new String[] {"POST", "/api/push", "{\"model\":\"llama3\"}"},
                        new String[] {"POST", BLOB, "x"},
                        new String[] {"HEAD", BLOB, ""});
        try (StartedServer locked = StartedServer.of(config(keys))) {
            for (String[] change : changes) {
                assertThat(new Calls(locked.port()).send(change[0], change[1], change[2]).status())
                        .as(change[1])
                        .isEqualTo(401);
            }
            assertThat(
                            new Calls(locked.port())
                                    .post(
                                            "/api/create",
                                            "{\"model\":\"x\",\"from\":\"gpt\"}",
                                            new Header("Authorization", "Bearer sk-ana"))
                                    .status())
                    .isEqualTo(200);
        }
        WireMessage proxied =
                calls.post(
                        "/api/pull",
                        "{\"model\":\"new\"}",
                        new Header("X-Forwarded-For", "192.0.2.7"));
        assertThat(proxied.status()).isEqualTo(403);
        assertThat(proxied.text()).contains("without keys, only programs on the server's own");
        assertThat(ollama.received("/api/pull")).isEmpty();
    }
}
