package dev.chasqui.bootstrap.exchange;

import static dev.chasqui.bootstrap.exchange.RoutedBackends.CHAT;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.ask;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.backendOf;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.config;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.entry;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The choice among several backends of which some fail, as clients and backends see it. */
class FailingBackendsTest {
    private static final String ROUND_ROBIN = "\"routing\":{\"strategy\":\"round_robin\"}";
    private static final int REQUESTS = 200;

    private final RoutedBackends backends = new RoutedBackends();

    @AfterEach
    void close() throws Exception {
        backends.close();
    }

    @Test
    void afterItsEjectionOnlyProbesReachABadBackendUntilItIsWell() throws IOException {
        FakeBackend bad = backends.backend("bad", "tiny");
        StartedServer server =
                backends.server(
                        "\"routing\":{\"strategy\":\"round_robin\",\"firstEjection\":\"300ms\"}",
                        entry("one", backends.backend("one", "tiny"), ""),
                        entry("bad", bad, ""),
                        entry("two", backends.backend("two", "tiny"), ""));
        ask(server);
        bad.on("POST", CHAT, status(500, ""));
        bad.forget();

        long begun = System.nanoTime();
        for (int i = 0; i < REQUESTS; i++) {
            WireMessage answer = ask(server);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(backendOf(answer)).isNotEqualTo("bad");
        }
        // After each ejection one request may try it, and each is twice as long as the one before.
        long ejections = 1 + (System.nanoTime() - begun) / Duration.ofMillis(300).toNanos();
        assertThat(bad.received(CHAT)).hasSizeBetween(3, (int) (3 + ejections));

        bad.on("POST", CHAT, FakeOpenAi.chat("From bad"));
        Polled.until("it is well again", () -> backendOf(ask(server)).equals("bad"));
    }

    @Test
    void whereAllBackendsFailTheyGetLittleMoreThanTheRequests() throws Exception {
        List<FakeBackend> all =
                List.of(
                        backends.backend("a", "tiny"),
                        backends.backend("b", "tiny"),
                        backends.backend("c", "tiny"));
        StartedServer server =
                backends.server(
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
        FakeBackend killed = backends.backend("killed", "tiny");
        StartedServer server =
                backends.server(
                        ROUND_ROBIN,
                        entry("one", backends.backend("one", "tiny"), ""),
                        entry("killed", killed, ""),
                        entry("two", backends.backend("two", "tiny"), ""));
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
        assertThat(answers.stream().filter(one -> backendOf(one).equals("killed")).count())
                .isBetween(REQUESTS / 20L, REQUESTS / 3L);
    }

    @Test
    void aWishToWaitIsHonouredWhileAnotherBackendIsThere() throws IOException {
        for (int status : new int[] {429, 503}) {
            FakeBackend busy = backends.backend("busy", "tiny");
            busy.on("POST", CHAT, status(status, "Retry-After: 30\r\n"));
            StartedServer server =
                    backends.server(
                            "\"models\":{}",
                            entry("busy", busy, ""),
                            entry("other", backends.backend("other", "tiny"), ""));

            for (int i = 0; i < 5; i++) {
                assertThat(backendOf(ask(server))).isEqualTo("other");
            }

            assertThat(busy.received(CHAT)).hasSize(1);
        }
    }

    @Test
    void anotherModelStandsInAndTheAnswerSaysSo() throws IOException {
        FakeBackend bad = backends.backend("bad", "tiny");
        bad.on("POST", CHAT, status(500, ""));
        StartedServer server =
                backends.server(
                        "\"models\":{\"aliases\":{\"fast\":\"tiny\"},"
                                + "\"tiny\":{\"fallbacks\":[\"gone\"]},"
                                + "\"gone\":{\"fallbacks\":[\"spare\"]}}",
                        entry("bad", bad, ""),
                        entry("good", backends.backend("good", "spare"), ""));

        for (String model : List.of("tiny", "fast", "gone")) {
            WireMessage answer = ask(server.port(), model);

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.header("X-Chasqui-Fallback-Model")).contains("spare");
            assertThat(backendOf(answer)).isEqualTo("good");
        }
    }

    @Test
    void whereNoFallbackAnswersTheFailureIsThatOfTheModelItself() throws IOException {
        StartedServer server =
                backends.server(
                        "\"models\":{\"gone\":{\"fallbacks\":[\"away\"]}}",
                        entry("one", backends.backend("one", "tiny"), ""));

        WireMessage answer = ask(server.port(), "gone");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("model 'gone' not found");
    }

    @Test
    void administratorsSeeTheStateOfEachBackend() throws IOException {
        FakeBackend bad = backends.backend("bad", "tiny");
        bad.on("POST", CHAT, status(500, ""));
        StartedServer server =
                backends.server(
                        "\"routing\":{\"firstEjection\":\"1h\",\"longestEjection\":\"1h\"}",
                        entry("bad", bad, ",\"maxConcurrency\":4"),
                        entry("good", backends.backend("good", "tiny"), ""));
        for (int i = 0; i < 5; i++) {
            ask(server);
        }

        String backends = RawHttp.get(server.port(), "/admin/backends").text();

        assertThat(backends)
                .containsPattern(
                        "\\{\"name\":\"bad\",\"zone\":\"restricted\",\"state\":\"ejected\","
                            + "\"errorRate\":1.0,\"open\":0,\"type\":\"openai\",\"maxConcurrency\":4,\"reason\":\"3"
                            + " failures in a row: it answered with status 500\","
                            + "\"returnsInMs\":35\\d{5}}")
                .containsPattern(
                        "\\{\"name\":\"good\",\"zone\":\"restricted\",\"state\":\"up\","
                            + "\"errorRate\":0.0,\"open\":0,\"type\":\"openai\",\"firstTokenMs\":\\d+}");
    }

    @Test
    void aReloadForgivesNoBackendAndTakesNewRules(@TempDir Path folder) throws IOException {
        FakeBackend bad = backends.backend("bad", "tiny");
        FakeBackend good = backends.backend("good", "tiny");
        String ejections = "\"firstEjection\":\"1h\",\"longestEjection\":\"1h\"";
        String[] entries = {entry("bad", bad, ""), entry("good", good, "")};
        ReloadedServer server =
                ReloadedServer.start(folder, config("\"routing\":{" + ejections + "}", entries));
        backends.closed(server);
        bad.on("POST", CHAT, status(500, ""));
        for (int i = 0; i < 5; i++) {
            assertThat(backendOf(ask(server.port(), "tiny"))).isEqualTo("good");
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

        assertThat(backendOf(answer)).isEqualTo("good");
        assertThat(answer.header("X-Chasqui-Route-Reason")).contains("drawn by weight 1");
        assertThat(bad.received(CHAT)).isEmpty();
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
}
