package dev.chasqui.bootstrap.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Sha256;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The Responses API on a WebSocket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponseSocketTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String ADMIN = "admin-key-0123456789";

    private final FakeBackend backend = FakeOpenAi.start("tiny");
    private ReloadedServer server;
    private String config;
    private String user;
    private String key;
    private String keyId;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        config =
                """
                {"backends":[%s],"server":{"maxBody":"256KiB"},
                 "keys":[{"name":"root","role":"admin","sha256":"%s"}]}
                """
                        .formatted(
                                StartedServer.backendConfig("backend", backend, "openai"),
                                Sha256.of(ADMIN));
        server = ReloadedServer.start(folder, config);
    }

    @AfterAll
    void stop() {
        server.close();
        backend.close();
    }

    @BeforeEach
    void answerWell() throws IOException {
        backend.forget();
        backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!"));
        user = "u" + System.nanoTime();
        var _ = admin("POST", "/admin/users", "{\"name\":\"" + user + "\"}");
        Json.Obj made = admin("POST", "/admin/users/" + user + "/keys", "{}");
        key = made.text("key").orElseThrow();
        keyId = made.text("id").orElseThrow();
    }

    private Json.Obj admin(String method, String path, String body) throws IOException {
        try (RawHttp client = RawHttp.connect(server.port())) {
            return (Json.Obj)
                    JsonReader.read(
                            client.request(
                                            method,
                                            path,
                                            body,
                                            new Header("Authorization", "Bearer " + ADMIN))
                                    .readResponse()
                                    .body());
        }
    }

    private SocketClient open() throws IOException {
        return new SocketClient(server.port(), "Authorization", "Bearer " + key);
    }

    private static String create(String input, String more) {
        return "{\"type\":\"response.create\",\"model\":\"tiny\",\"input\":\"%s\"%s}"
                .formatted(input, more);
    }

    private static String id(Json.Obj event) {
        return event.object("response").text("id").orElseThrow();
    }

    private static String type(Json.Obj event) {
        return event.text("type").orElse("");
    }

    private static String code(Json.Obj event) {
        return event.object("error").text("code").orElse("");
    }

    private String lastBody() {
        return backend.received(CHAT).getLast().message().text();
    }

    @Test
    void eachMessageIsAnsweredByTheEventsOfItsResponse() throws Exception {
        try (SocketClient client = open()) {
            client.send(create("One", ""));
            client.send(create("Two", ""));

            List<Json.Obj> first = client.response();
            List<Json.Obj> second = client.response();

            assertThat(first)
                    .extracting(ResponseSocketTest::type)
                    .startsWith("response.created", "response.in_progress")
                    .contains("response.output_text.delta")
                    .endsWith("response.completed");
            for (int i = 0; i < first.size(); i++) {
                assertThat(first.get(i).get("sequence_number")).contains(Json.of(i));
            }
            assertThat(type(second.getLast())).isEqualTo("response.completed");
            assertThat(lastBody()).contains("Two").doesNotContain("One");
        }
    }

    @Test
    void aResponseThatIsNotKeptIsFollowedOnItsConnectionAlone() throws Exception {
        String first;
        try (SocketClient client = open()) {
            first = id(client.ask(create("Remember cobalt", ",\"store\":false")));
            Json.Obj next =
                    client.ask(
                            create(
                                    "What was it?",
                                    ",\"store\":false,\"previous_response_id\":\"" + first + "\""));
            assertThat(type(next)).isEqualTo("response.completed");
            assertThat(next.object("response").text("previous_response_id")).contains(first);
            assertThat(lastBody()).contains("Remember cobalt", "Hello there!", "What was it?");
        }
        try (SocketClient other = open()) {
            Json.Obj refused =
                    other.ask(create("Go on", ",\"previous_response_id\":\"" + first + "\""));
            assertThat(code(refused)).isEqualTo("previous_response_not_found");
            assertThat(refused.get("status")).contains(Json.of(404));
        }
    }

    @Test
    void aRequestThatFailsForgetsTheResponseBefore() throws Exception {
        try (SocketClient client = open()) {
            String first = id(client.ask(create("Remember ember", ",\"store\":false")));
            String follows = ",\"store\":false,\"previous_response_id\":\"" + first + "\"";
            assertThat(
                            type(
                                    client.ask(
                                            "{\"type\":\"response.create\",\"model\":\"tiny\","
                                                + "\"input\":[{\"type\":\"function_call_output\","
                                                + "\"call_id\":\"no\",\"output\":\"x\"}]"
                                                    + follows
                                                    + "}")))
                    .isEqualTo("error");

            assertThat(code(client.ask(create("Go on", follows))))
                    .isEqualTo("previous_response_not_found");
        }
    }

    @Test
    void aStoredResponseIsFollowedFromAnywhere() throws Exception {
        String first;
        try (SocketClient client = open()) {
            first = id(client.ask(create("Remember slate", "")));
        }
        try (SocketClient other = open()) {
            String more = ",\"previous_response_id\":\"" + first + "\"";
            assertThat(type(other.ask(create("What was it?", more))))
                    .isEqualTo("response.completed");
            assertThat(lastBody()).contains("Remember slate", "What was it?");
        }
    }

    @Test
    void pingsAreAnsweredWhileAResponseIsMade() throws Exception {
        backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!", Duration.ofSeconds(5)));
        try (SocketClient client = open()) {
            client.send(create("Slowly", ""));
            assertThat(type(client.next())).isEqualTo("response.created");

            assertThat(client.ping("still there")).isEqualTo("still there");
        }
    }

    @Test
    void aClientThatLeavesCancelsItsResponse() throws Exception {
        backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!", Duration.ofMinutes(5)));
        try (SocketClient client = open()) {
            client.send(create("Slowly", ""));
            assertThat(type(client.next())).isEqualTo("response.created");
            client.leave();
        }
        backend.awaitOpenConnections(0, Duration.ofSeconds(20));
    }

    @Test
    void wrongMessagesAreRefusedAndTheConnectionGoesOn() throws Exception {
        try (SocketClient client = open()) {
            for (String wrong :
                    List.of(
                            "no JSON",
                            "[]",
                            "{\"type\":\"session.update\"}",
                            "{\"type\":\"response.create\",\"input\":\"Hi\"}",
                            create("Hi", ",\"background\":true"),
                            create("Hi", ",\"temperature\":\"hot\""))) {
                Json.Obj refused = client.ask(wrong);
                assertThat(type(refused)).as(wrong).isEqualTo("error");
                assertThat(refused.get("status")).as(wrong).contains(Json.of(400));
                assertThat(refused.object("error").text("message").orElse(""))
                        .as(wrong)
                        .isNotBlank();
            }
            Json.Obj unknown =
                    client.ask("{\"type\":\"response.create\",\"model\":\"no\",\"input\":\"Hi\"}");
            assertThat(unknown.get("status")).contains(Json.of(404));
            assertThat(type(client.ask(create("Hi", "")))).isEqualTo("response.completed");
        }
    }

    @Test
    void bytesAndMessagesThatAreTooLargeCloseTheConnection() throws Exception {
        try (SocketClient client = open()) {
            client.sendBytes("{}");
            assertThat(client.awaitClose()).isEqualTo(1003);
        }
        try (SocketClient client = open()) {
            client.send(create("x".repeat(300_000), ""));
            assertThat(client.awaitClose()).isEqualTo(1009);
        }
    }

    @Test
    void whoFloodsIsClosed() throws Exception {
        backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!", Duration.ofMinutes(5)));
        try (SocketClient client = open()) {
            for (int i = 0; i < 8; i++) {
                client.send(create("More", ""));
            }
            assertThat(client.awaitClose()).isEqualTo(1013);
        }
        backend.awaitOpenConnections(0, Duration.ofSeconds(20));
    }

    @Test
    void aBackendThatBreaksFailsTheResponse() throws Exception {
        backend.on("POST", CHAT, FakeOpenAi.error(500, "broken"));
        try (SocketClient client = open()) {
            Json.Obj failed = client.ask(create("Hi", ""));
            assertThat(type(failed)).isEqualTo("error");
            assertThat(failed.get("status")).contains(Json.of(502));
            backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!"));
            assertThat(type(client.ask(create("Hi", "")))).isEqualTo("response.completed");
        }
    }

    @Test
    void aBackendThatBreaksInMidStreamFailsTheResponseOnce() throws Exception {
        backend.on(
                "POST",
                CHAT,
                Answer.stream(
                        "text/event-stream",
                        Duration.ZERO,
                        List.of(
                                """
                                data: {"id":"c","object":"chat.completion.chunk","created":1,\
                                "model":"tiny","choices":[{"index":0,"delta":{"role":\
                                "assistant","content":"Hello"},"finish_reason":null}]}

                                """)));
        try (SocketClient client = open()) {
            client.send(create("Hi", ""));
            List<Json.Obj> events = client.response();
            assertThat(type(events.getFirst())).isEqualTo("response.created");
            assertThat(events)
                    .extracting(ResponseSocketTest::type)
                    .doesNotContain("response.completed");
        }
    }

    @Test
    void whatHeadersWouldSayStandsInTheFirstEvent() throws Exception {
        try (SocketClient client = open()) {
            client.send(create("Hi", ",\"tools\":[{\"type\":\"web_search\"}]"));
            Json.Obj headers = client.response().getFirst().object("chasqui").object("headers");
            assertThat(headers.text("X-Chasqui-Dropped").orElse("")).contains("web_search");
        }
    }

    @Test
    void sessionsOfTheServerAreRefusedByName() throws Exception {
        try (SocketClient client = open()) {
            Json.Obj refused = client.ask(create("Hi", ",\"session_id\":\"s\""));
            assertThat(refused.object("error").text("param")).contains("session_id");
        }
        assertThatThrownBy(
                        () ->
                                new SocketClient(
                                        server.port(),
                                        "Authorization",
                                        "Bearer " + key,
                                        "X-Chasqui-Session",
                                        "s"))
                .hasMessage("400");
    }

    @Test
    void whoHasNoKeyOrComesFromAForeignPageOpensNone() {
        assertThatThrownBy(() -> new SocketClient(server.port())).hasMessage("401");
        assertThatThrownBy(
                        () ->
                                new SocketClient(
                                        server.port(),
                                        "Authorization",
                                        "Bearer " + key,
                                        "Origin",
                                        "https://evil.example"))
                .hasMessage("403");
    }

    @Test
    void aGetThatIsNoUpgradeIsToldHow() throws IOException {
        try (RawHttp client = RawHttp.connect(server.port())) {
            assertThat(
                            client.request(
                                            "GET",
                                            "/v1/responses",
                                            "",
                                            new Header("Authorization", "Bearer " + key))
                                    .readResponse()
                                    .text())
                    .contains("Upgrade: websocket");
        }
    }

    @Test
    void aKeyThatIsRevokedAsksNothingMore() throws Exception {
        try (SocketClient client = open()) {
            assertThat(type(client.ask(create("Hi", "")))).isEqualTo("response.completed");
            var _ = admin("DELETE", "/admin/keys/" + keyId, "");

            Json.Obj refused = client.ask(create("Hi", ""));

            assertThat(refused.get("status")).contains(Json.of(401));
        }
    }

    @Test
    void anotherConfigurationClosesIdleConnectionsAndRunningOnesEnd() throws Exception {
        backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!", Duration.ofSeconds(2)));
        try (SocketClient idle = open();
                SocketClient busy = open()) {
            busy.send(create("Slowly", ""));
            assertThat(type(busy.next())).isEqualTo("response.created");

            var _ = server.reload(config, new Header("Authorization", "Bearer " + ADMIN));

            assertThat(idle.awaitClose()).isEqualTo(1012);
            assertThat(type(busy.response().getLast())).isEqualTo("response.completed");
            assertThat(busy.awaitClose()).isEqualTo(1012);
        }
    }

    @Test
    void eachResponseHasARecordOfItsOwn() throws Exception {
        try (SocketClient client = open()) {
            var _ = client.ask(create("One", ""));
            var _ = client.ask(create("Two", ""));
        }
        Polled.until(
                "both are counted",
                () ->
                        admin("GET", "/v1/stats?by=user&user=" + user, "")
                                .toString()
                                .contains("\"requests\":2"));
    }
}
