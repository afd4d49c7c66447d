package dev.chasqui.adapters.http;

import static dev.chasqui.adapters.http.TestServer.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Map;

/** Every route, and the answers to unknown paths. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutesTest {
    private TestServer server;

    @BeforeAll
    void start() {
        server = TestServer.start();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private WireMessage get(String path, Header... headers) throws IOException {
        return RawHttp.get(server.port(), path, headers);
    }

    private WireMessage post(String path, String body, Header... headers) throws IOException {
        return RawHttp.post(server.port(), path, body, headers);
    }

    private WireMessage request(String method, String path) throws IOException {
        try (RawHttp client = server.connect()) {
            return client.request(method, path, "").readResponse();
        }
    }

    @Test
    void aWholeReplyHasALength() throws Exception {
        WireMessage answer = post("/v1/chat/completions", ask("hello", false));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\"content\":\"hello world\"");
        assertThat(answer.header("Content-Length"))
                .contains(Integer.toString(answer.body().length));
        assertThat(server.recordOf(answer))
                .satisfies(
                        told -> {
                            assertThat(told.operation()).isEqualTo("/v1/chat/completions");
                            assertThat(told.dialect()).isEqualTo("openai");
                            assertThat(told.model()).contains("hello");
                            assertThat(told.streamed()).isFalse();
                            assertThat(answer.header("x-request-id")).contains(told.id());
                        });
    }

    @Test
    void aBugIsAnInternalErrorThatTellsNothing() throws Exception {
        for (String model : new String[] {"bug", "codec-bug"}) {
            WireMessage answer = post("/v1/chat/completions", ask(model, false));
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).contains("an error of the server").doesNotContain("secret");
            assertThat(server.recordOf(answer))
                    .satisfies(
                            told -> {
                                assertThat(told.failure()).contains(new Failure.Internal());
                                assertThat(told.cause())
                                        .containsInstanceOf(IllegalStateException.class);
                            });
        }
    }

    @Test
    void anUnknownModelIsToldToTheListeners() throws Exception {
        WireMessage answer = post("/v1/chat/completions", ask("nope", true));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(server.recordOf(answer).failure())
                .containsInstanceOf(Failure.UnknownModel.class);
    }

    @Test
    void malformedJsonIsRefusedInItsDialect() throws Exception {
        WireMessage openAi = post("/v1/chat/completions", "{\"model\":");
        WireMessage ollama = post("/api/chat", "{\"model\":");
        assertThat(openAi.status()).isEqualTo(400);
        assertThat(openAi.text()).startsWith("{\"error\":{");
        assertThat(ollama.status()).isEqualTo(400);
        assertThat(ollama.text()).startsWith("{\"error\":\"");
    }

    @Test
    void anyContentTypeIsTaken() throws Exception {
        try (RawHttp client = server.connect()) {
            String body = ask("hello", false);
            client.send(
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                            + " text/weird\r\nContent-Length: "
                            + body.length()
                            + "\r\n\r\n"
                            + body);
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
    }

    @Test
    void modelsAreListedInBothDialects() throws Exception {
        assertThat(get("/v1/models").text())
                .startsWith(
                        "{\"object\":\"list\",\"data\":[{\"id\":\"hello\",\"object\":\"model\"");
        assertThat(get("/api/tags").text()).contains("\"name\":\"hello:latest\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models/org/model:tag, org/model:tag",
        "/v1/models/org%2Fmodel%3Atag, org/model:tag",
        "/v1/models/hello:latest, hello:latest",
        "/v1/models/alias, alias"
    })
    void aModelIsFoundUnderItsIdHoweverItIsSpelled(String path, String id) throws Exception {
        assertThat(get(path).text()).startsWith("{\"id\":\"" + id + "\",\"object\":\"model\"");
    }

    @Test
    void anUnknownIdIsNotFound() throws Exception {
        WireMessage answer = get("/v1/models/nope");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("model_not_found");
    }

    @Test
    void aModelIsShownByModelOrName() throws Exception {
        for (String body :
                new String[] {
                    "{\"model\":\"hello\"}",
                    "{\"name\":\"hello\"}",
                    "{\"model\":\"\",\"name\":\"hello\"}"
                }) {
            assertThat(post("/api/show", body).text()).contains("\"model_info\"");
        }
        assertThat(post("/api/show", "{\"model\":\"nope\"}").status()).isEqualTo(404);
        assertThat(post("/api/show", "{}").status()).isEqualTo(400);
    }

    @Test
    void runningModelsAreListed() throws Exception {
        assertThat(get("/api/ps").text())
                .contains("\"name\":\"hello:latest\"", "\"family\":\"scripted\"");
        assertThat(get("/api/tags").text()).contains("\"family\":\"scripted\"");
    }

    @Test
    void theVersionIsNumeric() throws Exception {
        assertThat(get("/api/version").text()).matches("\\{\"version\":\"\\d+\\.\\d+\\.\\d+\"\\}");
    }

    @Test
    void aPromptIsGenerated() throws Exception {
        WireMessage answer =
                post("/api/generate", "{\"model\":\"hello\",\"prompt\":\"Hi\",\"stream\":false}");
        assertThat(answer.text()).contains("\"response\":\"hello world\"");
        assertThat(server.recordOf(answer).dialect()).isEqualTo("ollama");
    }

    @Test
    void aProbeFindsAnOllamaAndABrowserAPage() throws Exception {
        assertThat(get("/").text()).isEqualTo("Ollama is running");
        assertThat(get("/", new Header("Accept", "*/*")).text()).isEqualTo("Ollama is running");
        assertThat(get("/", new Header("Accept", "text/html,*/*;q=0.8")).text())
                .contains("Chasqui is running");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1/models",
                "/v1/models/hello",
                "/api/version",
                "/api/tags",
                "/api/ps",
                "/health",
                "/health/live",
                "/metrics"
            })
    void headIsGetWithoutItsBody(String path) throws Exception {
        WireMessage head = request("HEAD", path);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo(get(path).header("Content-Length"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/chat/completions, 'POST, OPTIONS'",
        "HEAD, /api/chat, 'POST, OPTIONS'",
        "DELETE, /v1/models, 'GET, HEAD, OPTIONS'",
        "POST, /health/live, 'GET, HEAD, OPTIONS'"
    })
    void aWrongMethodIsNotAllowed(String method, String path, String allowed) throws Exception {
        WireMessage answer = request(method, path);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains(allowed);
        assertThat(answer.header("x-request-id")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/tags, 'GET, HEAD, OPTIONS'",
        "/v1/chat/completions, 'POST, OPTIONS'",
        "/v1/models/org/model, 'GET, HEAD, OPTIONS'"
    })
    void optionsTellsTheMethodsOfAPath(String path, String allowed) throws Exception {
        WireMessage answer = request("OPTIONS", path);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).contains(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models",
                "/v1/models/hello",
                "/models",
                "/models/hello",
                "/api/version",
                "/api/tags",
                "/api/ps",
                "/health",
                "/health/live",
                "/health/ready",
                "/metrics",
                "/admin/agents"
            })
    void oneTrailingSlashIsTakenAsWithout(String path) throws Exception {
        WireMessage without = get(path);
        WireMessage with = get(path + "/");
        assertThat(with.status()).isEqualTo(200);
        assertThat(with.text()).isEqualTo(without.text());
        assertThat(get(path + "/?x=/").text()).isEqualTo(without.text());
        assertThat(get(path + "%2F").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/completions/",
                "/chat/completions",
                "/chat/completions/",
                "/api/chat/"
            })
    void aChatIsAnsweredOnItsOtherPathsToo(String path) throws Exception {
        WireMessage answer = RawHttp.post(server.port(), path, ask("hello", false));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("hello world");
    }

    @Test
    void modelsAreListedWithoutAVersionToo() throws Exception {
        assertThat(get("/models").text()).isEqualTo(get("/v1/models").text());
        assertThat(get("/models/hello").text()).isEqualTo(get("/v1/models/hello").text());
        assertThat(get("/models/nope").text()).startsWith("{\"error\":{");
    }

    @Test
    void anUnknownPathIsNotFoundInItsDialect() throws Exception {
        WireMessage openAi = get("/v1/nope");
        WireMessage ollama = get("/api/nope");
        assertThat(openAi.status()).isEqualTo(404);
        assertThat(openAi.text()).startsWith("{\"error\":{").contains("/v1/nope");
        assertThat(ollama.status()).isEqualTo(404);
        assertThat(ollama.text()).isEqualTo("404 page not found");
        ExchangeRecord told = server.recordOf(ollama);
        assertThat(told.operation()).isEqualTo("unknown");
        assertThat(told.failure()).contains(new Failure.NotFound("there is nothing at /api/nope"));
    }

    @Test
    void healthNamesEachBackend() throws Exception {
        assertThat(get("/health").text())
                .isEqualTo(
                        "{\"status\":\"ok\",\"backends\":[{\"name\":\"scripted\",\"state\":\"up\","
                                + "\"models\":14,\"zone\":\"restricted\"}],\"plugins\":[]}");
        assertThat(get("/health/live").text()).contains("\"status\":\"up\"");
        assertThat(get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void aPlugInThatIsDownMakesTheHealthDegraded() throws Exception {
        Json.Obj details = Json.Obj.EMPTY.with("documents", Json.of(3)).with("state", Json.of(0));
        server.agents.health = Map.of("rag", new Health(true, details));
        assertThat(get("/health").text())
                .startsWith("{\"status\":\"ok\"")
                .endsWith("\"plugins\":[{\"name\":\"rag\",\"state\":\"up\",\"documents\":3}]}");
        server.agents.health = Map.of("rag", new Health(false, Json.Obj.EMPTY));
        assertThat(get("/health").text())
                .startsWith(
                        "{\"status\":\"degraded\",\"reasons\":[\"plug-in rag is"
                                + " down\"],\"backends\"")
                .endsWith("\"plugins\":[{\"name\":\"rag\",\"state\":\"down\"}]}");
        server.agents.health =
                Map.of(
                        "x.jar",
                        new Health(false, Json.Obj.EMPTY.with("reason", Json.of("not loaded"))));
        assertThat(get("/health").text())
                .contains("\"reasons\":[\"plug-in x.jar is down: not loaded\"]");
        assertThat(get("/health/ready").status()).isEqualTo(200);
        server.agents.health = Map.of();
    }

    @Test
    void monitoringRequestsAreNotRecorded() throws Exception {
        WireMessage health = get("/health");
        WireMessage metrics = get("/metrics");
        WireMessage last = get("/api/version");
        server.recordOf(last);
        assertThat(server.told())
                .doesNotContain(
                        health.header("x-request-id").orElseThrow(),
                        metrics.header("x-request-id").orElseThrow());
    }

    @Test
    void metricsAreThePageThatWasHandedIn() throws Exception {
        WireMessage answer = get("/metrics");
        assertThat(answer.text()).isEqualTo("up 1\n");
        assertThat(answer.header("Content-Type")).contains("text/plain; version=0.0.4");
    }

    @Test
    void agentsAreListed() throws Exception {
        assertThat(get("/admin/agents").text())
                .contains(
                        "{\"name\":\"nothing\",\"help\":\"Does nothing.\","
                                + "\"usage\":\"/nothing takes no arguments\","
                                + "\"state\":\"active\"},");
    }

    @Test
    void aClientsOwnIdIsTakenOverIfItIsSane() throws Exception {
        assertThat(get("/", new Header("X-Request-Id", "my-id.7")).header("x-request-id"))
                .contains("my-id.7");
        assertThat(get("/", new Header("X-Request-Id", "x".repeat(65))).header("x-request-id"))
                .get()
                .asString()
                .hasSize(20);
    }

    @Test
    void everyAnswerSaysWhatItComesFrom() throws Exception {
        assertThat(get("/").header("X-Chasqui")).contains("0.0-test");
        assertThat(get("/v1/nope").header("X-Chasqui")).contains("0.0-test");
    }
}
