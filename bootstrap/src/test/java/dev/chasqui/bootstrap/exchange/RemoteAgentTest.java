package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Piece;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A web service that is an agent edits requests, answers itself, wraps replies, and fails. */
class RemoteAgentTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String AGENT = "/agent";
    private static final String LINES = "application/x-ndjson";
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir private static Path folder;
    private static FakeBackend backend;
    private static FakeBackend service;
    private static ReloadedServer server;

    @BeforeAll
    static void start() throws IOException {
        backend = FakeOpenAi.start("tiny");
        service = FakeBackend.start();
        server = ReloadedServer.start(folder, config("note"));
    }

    private static String config(String... names) {
        StringBuilder services = new StringBuilder();
        for (String name : names) {
            services.append(services.isEmpty() ? "" : ",")
                    .append(
                            "\"%s\":{\"url\":\"%s%s\",\"help\":\"Notes things\",\"deadline\":\"2s\"}"
                                    .formatted(name, service.url(), AGENT));
        }
        // Many failures in a row are this test's purpose.
        return ("{\"backends\":[%s],\"plugins\":{\"remote\":{%s},"
                        + "\"limits\":{\"*\":{\"failures\":1000}}}}")
                .formatted(StartedServer.backendConfig("backend", backend, "openai"), services);
    }

    @AfterAll
    static void stop() {
        server.close();
        service.close();
        backend.close();
    }

    @BeforeEach
    void forget() {
        backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!"));
        backend.forget();
        service.forget();
    }

    private static String question(String text, boolean stream) {
        return """
        {"model":"tiny","stream":%s,"x_own":1,"messages":[{"role":"user","content":"%s"}]}\
        """
                .formatted(stream, text);
    }

    private static WireMessage ask(String text) throws IOException {
        return RawHttp.post(server.port(), CHAT, question(text, false));
    }

    private static void answers(Answer answer) {
        service.on("POST", AGENT, answer);
    }

    private static Answer lines(String... lines) {
        return Answer.stream(
                LINES, Duration.ZERO, List.of(lines).stream().map(line -> line + "\n").toList());
    }

    private static Json.Obj received() {
        return (Json.Obj) JsonReader.read(service.received().getLast().message().body());
    }

    @Test
    void theServiceGetsTheRequestTheCallerAndTheCommand() throws Exception {
        answers(Answer.json(200, "{\"text\":\"noted\"}"));

        WireMessage reply = ask("/note(short k=5) What is new?");

        assertThat(reply.text()).contains("\"content\":\"noted\"");
        assertThat(received().object("command").toString())
                .isEqualTo(
                        "{\"name\":\"note\",\"arguments\":{\"values\":[\"short\"],\"named\":{\"k\":\"5\"}}}");
        assertThat(received().object("request").toString())
                .isEqualTo(
                        "{\"model\":\"tiny\",\"x_own\":1,\"messages\":[{\"role\":\"user\",\"content\":\"What"
                            + " is new?\"}]}");
        assertThat(received().object("caller").text("role")).contains("user");
        assertThat(received().text("id")).isPresent();
        assertThat(backend.received(CHAT)).isEmpty();
    }

    @Test
    void anEditChangesWhatItNamesAndLeavesTheRest() throws Exception {
        answers(
                Answer.json(
                        200,
                        """
                        {"request": {"temperature": 0.5, "messages": [
                            {"role": "system", "content": "Be brief."},
                            {"role":"user","content":"What is new?"}]}}
                        """));

        WireMessage reply = ask("/note What is new?");

        assertThat(reply.text()).contains("Hello there!");
        Json.Obj sent = (Json.Obj) JsonReader.read(backend.awaitRequest(CHAT).message().body());
        assertThat(sent.get("temperature")).contains(new Json.Num("0.5"));
        assertThat(sent.get("x_own")).contains(Json.of(1));
        assertThat(sent.get("messages").orElseThrow().toString())
                .isEqualTo(
                        "[{\"role\":\"system\",\"content\":\"Be"
                                + " brief.\"},{\"role\":\"user\",\"content\":\"What is new?\"}]");
    }

    @Test
    void aReplyIsStreamedAsItComes() throws Exception {
        answers(
                (_, reply) -> {
                    reply.head(
                            "HTTP/1.1 200 OK",
                            List.of(
                                    new Header("Content-Type", LINES),
                                    new Header("Transfer-Encoding", "chunked")));
                    reply.piece("{\"progress\":\"looking\"}\n{\"text\":\"One \"}\n");
                    reply.awaitHangUp();
                });
        try (RawHttp http = RawHttp.connect(server.port())) {
            http.post(CHAT, question("/note Hi", true));
            http.readHead();

            assertThat(untilContains(http, "One ")).contains("One ");

            http.hangUp();
            service.received().getLast().awaitHangUp(SOON);
        }
    }

    private static String untilContains(RawHttp http, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(text) < 0) {
            Optional<Piece> piece = http.readPiece();
            if (piece.isEmpty()) {
                return read.toString();
            }
            read.append(new String(piece.get().bytes(), StandardCharsets.UTF_8));
        }
        return read.toString();
    }

    @Test
    void toolCallsNotesAndUsageReachTheClient() throws Exception {
        answers(
                lines(
                        "{\"tool_calls\":[{\"id\":\"c1\",\"function\":{\"name\":\"look\",\"arguments\":\"{}\"}}]}",
                        "{\"note\":{\"score\":7}}",
                        "{\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}",
                        "{\"done\":true}"));

        String reply = ask("/note Hi").text();

        assertThat(reply)
                .contains("\"name\":\"look\"")
                .contains("\"finish_reason\":\"tool_calls\"")
                .contains("\"score\":7")
                .contains("\"total_tokens\":7");
    }

    /** Returns a service that asks the chain and puts a text in front of its reply. */
    private static Answer wrapping(String callBody) {
        return (request, reply) -> {
            Json.Obj asked = (Json.Obj) JsonReader.read(request.body());
            WireMessage inner = call(asked, callBody);
            reply.head(
                    "HTTP/1.1 200 OK",
                    List.of(
                            new Header("Content-Type", LINES),
                            new Header("Transfer-Encoding", "chunked")));
            if (inner.status() != 200) {
                reply.piece("{\"error\":\"no reply\"}\n");
            } else {
                reply.piece("{\"text\":\"In short: \"}\n");
                reply.piece(inner.text());
            }
            reply.end();
        };
    }

    private static WireMessage call(Json.Obj asked, String body) throws IOException {
        URI url = URI.create(asked.object("chain").text("url").orElseThrow());
        String token = asked.object("chain").text("token").orElseThrow();
        return RawHttp.post(
                url.getPort(), url.getPath(), body, new Header("Authorization", "Bearer " + token));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServiceWrapsTheReplyOfTheChain(boolean stream) throws Exception {
        answers(wrapping("{\"request\":{\"max_tokens\":9}}"));

        WireMessage reply = RawHttp.post(server.port(), CHAT, question("/note Hi", stream));

        assertThat(reply.text()).contains("In short: ");
        assertThat(reply.text()).contains(stream ? "there!" : "In short: Hello there!");
        assertThat(backend.awaitRequest(CHAT).message().text())
                .contains("\"max_tokens\":9")
                .contains("\"stream\":true");
    }

    @Test
    void aWholeReplyOfTheChainIsOneObject() throws Exception {
        answers(
                (request, reply) -> {
                    Json.Obj asked = (Json.Obj) JsonReader.read(request.body());
                    Answer.json(200, call(asked, "{\"stream\":false}").text())
                            .write(request, reply);
                });

        String reply = ask("/note Hi").text();

        assertThat(reply).contains("\"content\":\"Hello there!\"").contains("\"total_tokens\":9");
    }

    @Test
    void aFailureOfTheModelIsToldAsThatOfTheModel() throws Exception {
        backend.on("POST", CHAT, FakeOpenAi.error(400, "too hot"));
        answers(wrapping("{}"));

        WireMessage reply = ask("/note Hi");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("too hot");
    }

    @Test
    void theTokenIsOfNoUseAfterTheExchangeNorAWrongOneDuringIt() throws Exception {
        answers(Answer.json(200, "{\"text\":\"noted\"}"));
        var _ = ask("/note Hi");

        WireMessage late = call(received(), "{}");

        assertThat(late.status()).isEqualTo(401);
        assertThat(late.text()).contains("this exchange is over, or its token is missing or wrong");
        WireMessage get = RawHttp.get(server.port(), "/agents/chain/x");
        assertThat(get.status()).isEqualTo(405);
        assertThat(RawHttp.post(server.port(), "/agents/chain/x", "{}").status()).isEqualTo(401);
    }

    @Test
    void aClientThatLeavesEndsTheCallsOfItsService() throws Exception {
        backend.on("POST", CHAT, Answer.stall());
        answers(wrapping("{}"));
        try (RawHttp http = RawHttp.connect(server.port())) {
            http.post(CHAT, question("/note Hi", true));
            var ofModel = backend.awaitRequest(CHAT);

            http.hangUp();

            ofModel.awaitHangUp(SOON);
            service.awaitRequest(AGENT).awaitHangUp(SOON);
        }
    }

    @Test
    void aServiceMayBeSilentWhileTheModelWorks() throws Exception {
        backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!").after(Duration.ofMillis(2500)));
        answers(wrapping("{}"));

        assertThat(ask("/note Hi").text()).contains("In short: Hello there!");
    }

    @Test
    void aRefusalIsTheCallersMistake() throws Exception {
        answers(Answer.json(200, "{\"refuse\":\"k is too large; take at most 10\"}"));

        WireMessage reply = ask("/note(k=99) Hi");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("/note: k is too large; take at most 10");
    }

    @Test
    void everyFailureNamesTheAgent() throws Exception {
        assertThat(failure(Answer.json(500, "{\"text\":\"x\"}"))).contains("status 500");
        assertThat(failure(Answer.json(302, "{}"))).contains("redirects are not followed");
        assertThat(failure(Answer.whole(200, "text/html", "<p>"))).contains("the type text/html");
        assertThat(failure(Answer.json(200, "{\"text\":"))).contains("is no JSON");
        assertThat(failure(Answer.json(200, "[]"))).contains("is no object of the protocol");
        assertThat(failure(Answer.json(200, "{\"txt\":\"a\"}")))
                .contains("no object of the protocol");
        assertThat(failure(Answer.json(200, ""))).contains("ended before it said anything");
        assertThat(failure(Answer.json(200, "{\"text\":7}"))).contains("'text' is not a string");
        assertThat(failure(Answer.json(200, "{\"error\":\"no disk\"}")))
                .contains("it says: no disk");
        assertThat(failure(Answer.json(200, "{\"request\":{\"messages\":7}}")))
                .contains("its edit is wrong");
        assertThat(failure(lines("{\"text\":\"a\"}"))).contains("ended before it was done");
        assertThat(failure(lines("{\"text\":\"a\"}", "{\"request\":{}}")))
                .contains("edits the request after its reply began");
        assertThat(failure(lines("{\"done\":true,\"reason\":\"No!\"}")))
                .contains("'reason' is not a word");
        assertThat(failure(lines("{\"text\":\"" + "x".repeat(17 << 20) + "\"}")))
                .contains("longer than 16 MiB");
        assertThat(failure(Answer.hangUp())).contains("connection broke before its answer began");
        assertThat(failure(lines("{\"text\":\"a\"}", "{\"text\":\"b\"}").cutAfter(20)))
                .contains("broke off in the middle");
        assertThat(failure(Answer.stall())).contains("it was silent for 2.0 s");
        assertThat(failure(lines("{\"text\":\"a\"}", "{\"text\":\"b\"}").stallAfter(20)))
                .contains("it was silent for 2.0 s");
    }

    private static String failure(Answer answer) throws IOException {
        answers(answer);
        WireMessage reply = ask("/note Hi");
        assertThat(reply.status()).as(reply.text()).isEqualTo(500);
        assertThat(reply.text()).contains("agent 'note' failed: ");
        return reply.text();
    }

    @Test
    void servicesComeAndGoWithTheConfig() throws Exception {
        try {
            assertThat(server.reload(config("other", "help")).status()).isEqualTo(200);
            answers(Answer.json(200, "{\"text\":\"noted\"}"));

            assertThat(ask("/other Hi").text()).contains("noted");
            assertThat(ask("/note Hi").text()).contains("Hello there!");
            assertThat(RawHttp.get(server.port(), "/admin/agents").text())
                    .contains("\"name\":\"other\"")
                    .contains("{\"name\":\"help\",\"reason\":\"the name is taken by the server");
        } finally {
            assertThat(server.reload(config("note")).status()).isEqualTo(200);
        }
    }

    @Test
    void theTokenNeedsNoKeyAndAKeyIsNoToken() throws Exception {
        Header admin = Keys.bearer("ops");
        String keys =
                ",\"keys\":[%s,%s]}"
                        .formatted(
                                Keys.entry("ops", "admin", "\"*\""),
                                Keys.entry("ana", "user", "\"context\""));
        try {
            String config = config("note");
            String withKeys = config.substring(0, config.length() - 1) + keys;
            assertThat(server.reload(withKeys).status()).isEqualTo(200);
            answers(wrapping("{}"));

            WireMessage reply =
                    RawHttp.post(server.port(), CHAT, question("/note Hi", false), admin);
            WireMessage forbidden =
                    RawHttp.post(
                            server.port(), CHAT, question("/note Hi", false), Keys.bearer("ana"));

            assertThat(reply.text()).contains("In short: Hello there!");
            assertThat(forbidden.status()).isEqualTo(403);
            assertThat(RawHttp.post(server.port(), "/agents/chain/x", "{}", admin).status())
                    .isEqualTo(401);
        } finally {
            assertThat(server.reload(config("note"), admin).status()).isEqualTo(200);
        }
    }

    @Test
    void theConfigIsChecked() throws Exception {
        String wrong =
                config("note").replace("\"deadline\":\"2s\"", "\"key\":{\"env\":\"NO_SUCH_KEY\"}");

        WireMessage reply = server.reload(wrong);

        assertThat(reply.text())
                .contains("plugins.remote.note.key.env")
                .contains("no such variable");
    }
}
