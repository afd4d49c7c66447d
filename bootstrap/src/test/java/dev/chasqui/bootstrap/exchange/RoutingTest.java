package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The choice among several backends, as clients and backends see it. */
class RoutingTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String QUESTION =
            "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String ROUND_ROBIN = "\"routing\":{\"strategy\":\"round_robin\"}";
    private static final int REQUESTS = 200;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    /** Starts a backend that names itself in its answers. */
    private FakeBackend backend(String name, String... models) {
        FakeBackend backend =
                FakeOpenAi.start(models).on("POST", CHAT, FakeOpenAi.chat("From " + name));
        open.add(backend);
        return backend;
    }

    private static String entry(String name, FakeBackend backend, String more) {
        String entry = StartedServer.backendConfig(name, backend, "openai");
        return entry.substring(0, entry.length() - 1) + more + "}";
    }

    private static String config(String more, String... backends) {
        return "{" + more + ",\"backends\":[" + String.join(",", backends) + "]}";
    }

    private StartedServer server(String more, String... backends) {
        StartedServer server = StartedServer.of(config(more, backends));
        open.add(server);
        return server;
    }

    private static WireMessage ask(int port, String model, Header... headers) throws IOException {
        return RawHttp.post(port, CHAT, QUESTION.formatted(model), headers);
    }

    private static WireMessage ask(StartedServer server) throws IOException {
        return ask(server.port(), "tiny");
    }

    private static Answer status(int status, String headers) {
        return (request, reply) ->
                reply.raw(
                        ("HTTP/1.1 %d No\r\n%sContent-Length: 2\r\n\r\n{}"
                                        .formatted(status, headers))
                                .getBytes(StandardCharsets.UTF_8));
    }

    private static String from(WireMessage answer) {
        return answer.header("X-Chasqui-Backend").orElse("");
    }

    @Test
    void theAnswerNamesItsBackendAndWhyItWasChosen() throws IOException {
        StartedServer server =
                server(
                        "\"models\":{}",
                        entry("one", backend("one", "tiny"), ""),
                        entry("two", backend("two", "tiny"), ",\"priority\":5"));

        WireMessage answer = ask(server);

        assertThat(answer.text()).contains("From two");
        assertThat(from(answer)).isEqualTo("two");
        assertThat(answer.header("X-Chasqui-Zone")).contains("restricted");
        assertThat(answer.header("X-Chasqui-Route-Reason"))
                .contains("priority 5; number 2 in the config's order");
        assertThat(answer.header("X-Chasqui-Fallback-Model")).isEmpty();
    }

    @Test
    void afterItsEjectionOnlyProbesReachABadBackendUntilItIsWell() throws IOException {
        FakeBackend bad = backend("bad", "tiny");
        StartedServer server =
                server(
                        "\"routing\":{\"strategy\":\"round_robin\",\"firstEjection\":\"300ms\"}",
                        entry("one", backend("one", "tiny"), ""),
                        entry("bad", bad, ""),
                        entry("two", backend("two", "tiny"), ""));
        ask(server);
        bad.on("POST", CHAT, status(500, ""));
        bad.forget();

        long begun = System.nanoTime();
        for (int i = 0; i < REQUESTS; i++) {
            WireMessage answer = ask(server);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(from(answer)).isNotEqualTo("bad");
        }
        // After each ejection one request may try it, and each is twice as long as the one before.
        long ejections = 1 + (System.nanoTime() - begun) / Duration.ofMillis(300).toNanos();
        assertThat(bad.received(CHAT)).hasSizeBetween(3, (int) (3 + ejections));

        bad.on("POST", CHAT, FakeOpenAi.chat("From bad"));
        Polled.until("it is well again", () -> from(ask(server)).equals("bad"));
    }

    @Test
    void whereAllBackendsFailTheyGetLittleMoreThanTheRequests() throws Exception {
        List<FakeBackend> all =
                List.of(backend("a", "tiny"), backend("b", "tiny"), backend("c", "tiny"));
        StartedServer server =
                server(
                        ROUND_ROBIN,
                        entry("a", all.get(0), ""),
                        entry("b", all.get(1), ""),
                        entry("c", all.get(2), ""));
        ask(server);
        all.forEach(one -> one.on("POST", CHAT, status(503, "")).forget());

        List<WireMessage> answers = together(REQUESTS, () -> ask(server));

        assertThat(answers).allSatisfy(one -> assertThat(one.status()).isEqualTo(502));
        int attempts = all.stream().mapToInt(one -> one.received(CHAT).size()).sum();
        assertThat(attempts).isBetween(REQUESTS, REQUESTS * 12 / 10);
    }

    @Test
    void aBackendThatIsKilledAmidTrafficLosesNoRequest() throws Exception {
        FakeBackend killed = backend("killed", "tiny");
        StartedServer server =
                server(
                        ROUND_ROBIN,
                        entry("one", backend("one", "tiny"), ""),
                        entry("killed", killed, ""),
                        entry("two", backend("two", "tiny"), ""));
        ask(server);

        List<WireMessage> answers =
                together(
                        REQUESTS,
                        () -> {
                            if (killed.received(CHAT).size() > REQUESTS / 10) {
                                killed.close();
                            }
                            return ask(server);
                        });

        assertThat(answers).allSatisfy(one -> assertThat(one.status()).isEqualTo(200));
        assertThat(answers.stream().filter(one -> from(one).equals("killed")).count())
                .isBetween(REQUESTS / 20L, REQUESTS / 3L);
    }

    /** Does something several times on some threads, and returns what it returned. */
    private static <T> List<T> together(int times, Callable<T> action) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                running.add(threads.submit(action));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get(30, TimeUnit.SECONDS));
            }
            return results;
        }
    }

    @Test
    void aBackendGetsNoMoreCallsAtATimeThanItMay() throws Exception {
        FakeBackend small = backend("small", "tiny");
        small.on("POST", CHAT, Answer.stall());
        StartedServer server =
                server(
                        "\"models\":{}",
                        entry("small", small, ",\"maxConcurrency\":1"),
                        entry("other", backend("other", "tiny"), ""));
        try (RawHttp waiting = RawHttp.connect(server.port())) {
            waiting.post(CHAT, QUESTION.formatted("tiny"));
            small.awaitRequest(CHAT);

            for (int i = 0; i < 5; i++) {
                assertThat(from(ask(server))).isEqualTo("other");
            }
            assertThat(small.received(CHAT)).hasSize(1);
        }
        small.on("POST", CHAT, FakeOpenAi.chat("From small"));
        Polled.until("its place is free", () -> from(ask(server)).equals("small"));
    }

    @Test
    void whereNoBackendMayAnswerTheReasonsAreToldInTheClientsDialect() throws Exception {
        FakeBackend small = backend("small", "tiny");
        small.on("POST", CHAT, Answer.stall());
        StartedServer server =
                server("\"models\":{}", entry("small", small, ",\"maxConcurrency\":1"));
        try (RawHttp waiting = RawHttp.connect(server.port())) {
            waiting.post(CHAT, QUESTION.formatted("tiny"));
            small.awaitRequest(CHAT);

            WireMessage openAi = ask(server);
            assertThat(openAi.status()).isEqualTo(503);
            assertThat(openAi.header("Retry-After")).contains("1");
            assertThat(openAi.text())
                    .contains("\"code\":\"no_backend\"")
                    .contains(
                            "\"dropped\":[{\"backend\":\"small\",\"reason\":\"all 1 of its calls"
                                    + " are open (maxConcurrency)\"}]");
            WireMessage ollama =
                    RawHttp.post(server.port(), "/api/chat", QUESTION.formatted("tiny"));
            assertThat(ollama.status()).isEqualTo(503);
            assertThat(ollama.text())
                    .startsWith("{\"error\":\"no backend may answer for model 'tiny' now: 'small'");
            WireMessage anthropic =
                    RawHttp.post(
                            server.port(),
                            "/v1/messages",
                            QUESTION.formatted("tiny").replaceFirst("[{]", "{\"max_tokens\":9,"));
            assertThat(anthropic.status()).isEqualTo(503);
            assertThat(anthropic.text())
                    .contains("\"type\":\"overloaded_error\"")
                    .contains("'small': all 1 of its calls");
        }
    }

    @Test
    void aModelHasNoMoreOpenCallsAtATimeThanItMay() throws Exception {
        FakeBackend one = backend("one", "tiny", "spare");
        one.on("POST", CHAT, Answer.stall());
        StartedServer server =
                server(
                        "\"models\":{\"tiny\":{\"maxConcurrency\":1}}",
                        entry("one", one, ""),
                        entry("two", backend("two", "tiny"), ""));
        try (RawHttp waiting = RawHttp.connect(server.port())) {
            waiting.post(CHAT, QUESTION.formatted("tiny"));
            one.awaitRequest(CHAT);

            WireMessage refused = ask(server);

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).contains("models.tiny.maxConcurrency");
        }
    }

    @Test
    void aRateLetsNoMoreCallsBeginThanItSays() throws IOException {
        FakeBackend slow = backend("slow", "tiny");
        StartedServer server =
                server(
                        "\"models\":{}",
                        entry("slow", slow, ",\"rate\":\"3/1h\""),
                        entry("other", backend("other", "tiny"), ""));

        List<String> from = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            from.add(from(ask(server)));
        }

        assertThat(from).containsExactly("slow", "slow", "slow", "other", "other");
    }

    @Test
    void aWishToWaitIsHonouredWhileAnotherBackendIsThere() throws IOException {
        for (int status : new int[] {429, 503}) {
            FakeBackend busy = backend("busy", "tiny");
            busy.on("POST", CHAT, status(status, "Retry-After: 30\r\n"));
            StartedServer server =
                    server(
                            "\"models\":{}",
                            entry("busy", busy, ""),
                            entry("other", backend("other", "tiny"), ""));

            for (int i = 0; i < 5; i++) {
                assertThat(from(ask(server))).isEqualTo("other");
            }

            assertThat(busy.received(CHAT)).hasSize(1);
        }
    }

    @Test
    void anotherModelStandsInAndTheAnswerSaysSo() throws IOException {
        FakeBackend bad = backend("bad", "tiny");
        bad.on("POST", CHAT, status(500, ""));
        StartedServer server =
                server(
                        "\"models\":{\"tiny\":{\"fallbacks\":[\"gone\"]},"
                                + "\"gone\":{\"fallbacks\":[\"spare\"]}}",
                        entry("bad", bad, ""),
                        entry("good", backend("good", "spare"), ""));

        for (String model : List.of("tiny", "gone")) {
            WireMessage answer = ask(server.port(), model);

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.header("X-Chasqui-Fallback-Model")).contains("spare");
            assertThat(from(answer)).isEqualTo("good");
        }
    }

    @Test
    void whereNoFallbackAnswersTheFailureIsThatOfTheModelItself() throws IOException {
        StartedServer server =
                server(
                        "\"models\":{\"gone\":{\"fallbacks\":[\"away\"]}}",
                        entry("one", backend("one", "tiny"), ""));

        WireMessage answer = ask(server.port(), "gone");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("model 'gone' not found");
    }

    @Test
    void onlyTheNamedBackendsOfAModelAnswer() throws IOException {
        StartedServer server =
                server(
                        "\"models\":{\"tiny\":{\"backends\":[\"two\"]}}",
                        entry("one", backend("one", "tiny"), ""),
                        entry("two", backend("two", "tiny"), ""));

        assertThat(from(ask(server))).isEqualTo("two");
    }

    @Test
    void theChoiceIsExplainedAsItWouldBeMadeAndNothingIsSent() throws IOException {
        FakeBackend one = backend("one", "tiny");
        FakeBackend two = backend("two", "tiny");
        FakeBackend three = backend("three", "spare");
        StartedServer server =
                server(
                        "\"models\":{\"aliases\":{\"fast\":\"tiny\"},\"tiny\":{"
                                + "\"backends\":[\"two\"],\"fallbacks\":[\"spare\"]}}",
                        entry("one", one, ""),
                        entry("two", two, ",\"priority\":3"),
                        entry("three", three, ""));

        WireMessage explained =
                RawHttp.post(server.port(), "/admin/route/explain", QUESTION.formatted("tiny"));

        assertThat(explained.status()).isEqualTo(200);
        assertThat(explained.text())
                .isEqualTo(
                        "{\"model\":\"tiny\",\"kept\":["
                            + "{\"backend\":\"two\",\"model\":\"tiny\",\"score\":1.0,\"reasons\":[\"priority"
                            + " 3\",\"number 1 in the config's order\"]},"
                            + "{\"backend\":\"three\",\"model\":\"spare\",\"score\":1.0,\"reasons\":[\"number"
                            + " 1 in the config's order\"]}],"
                            + "\"dropped\":[{\"backend\":\"one\",\"reason\":\"models.tiny.backends"
                            + " in the config does not name it\"}]}");
        for (FakeBackend each : List.of(one, two, three)) {
            assertThat(each.received(CHAT)).isEmpty();
        }
        assertThat(
                        RawHttp.post(
                                        server.port(),
                                        "/admin/route/explain",
                                        QUESTION.formatted("away"))
                                .status())
                .isEqualTo(404);
        WireMessage foreign =
                RawHttp.post(
                        server.port(),
                        "/admin/route/explain?caller=nobody",
                        QUESTION.formatted("tiny"));
        assertThat(foreign.status()).isEqualTo(400);
        assertThat(foreign.text()).contains("caller: 'nobody' (expected: the name of a key");
    }

    @Test
    void administratorsSeeTheStateOfEachBackend() throws IOException {
        FakeBackend bad = backend("bad", "tiny");
        bad.on("POST", CHAT, status(500, ""));
        StartedServer server =
                server(
                        "\"routing\":{\"firstEjection\":\"1h\",\"longestEjection\":\"1h\"}",
                        entry("bad", bad, ",\"maxConcurrency\":4"),
                        entry("good", backend("good", "tiny"), ""));
        for (int i = 0; i < 5; i++) {
            ask(server);
        }

        String backends = RawHttp.get(server.port(), "/admin/backends").text();

        assertThat(backends)
                .containsPattern(
                        "\\{\"name\":\"bad\",\"zone\":\"restricted\",\"state\":\"ejected\","
                                + "\"errorRate\":1.0,\"open\":0,\"maxConcurrency\":4,"
                                + "\"reason\":\"3 failures in a row: it answered with status 500\","
                                + "\"returnsInMs\":35\\d{5}}")
                .containsPattern(
                        "\\{\"name\":\"good\",\"zone\":\"restricted\",\"state\":\"up\","
                                + "\"errorRate\":0.0,\"open\":0,\"firstTokenMs\":\\d+}");
    }

    @Test
    void aReloadForgivesNoBackendAndTakesNewRules(@TempDir Path folder) throws IOException {
        FakeBackend bad = backend("bad", "tiny");
        FakeBackend good = backend("good", "tiny");
        String ejections = "\"firstEjection\":\"1h\",\"longestEjection\":\"1h\"";
        String[] entries = {entry("bad", bad, ""), entry("good", good, "")};
        ReloadedServer server =
                ReloadedServer.start(folder, config("\"routing\":{" + ejections + "}", entries));
        open.add(server);
        bad.on("POST", CHAT, status(500, ""));
        for (int i = 0; i < 5; i++) {
            assertThat(from(ask(server.port(), "tiny"))).isEqualTo("good");
        }
        bad.forget();

        assertThat(
                        server.reload(
                                        config(
                                                "\"models\":{\"tiny\":{\"strategy\":\"weighted\"}},"
                                                        + "\"routing\":{"
                                                        + ejections
                                                        + "}",
                                                entries))
                                .text())
                .contains("models.tiny");
        WireMessage answer = ask(server.port(), "tiny");

        assertThat(from(answer)).isEqualTo("good");
        assertThat(answer.header("X-Chasqui-Route-Reason")).contains("drawn by weight 1");
        assertThat(bad.received(CHAT)).isEmpty();
    }
}
