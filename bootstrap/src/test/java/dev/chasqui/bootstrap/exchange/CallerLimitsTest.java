package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The limits of keys, models and all callers, through the whole server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallerLimitsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String MESSAGES = "/v1/messages";
    private static final String OLLAMA = "/api/chat";
    private static final String FIVE = "\"requests\":\"5/1h\"";

    private final FakeBackend backend = FakeOpenAi.start("tiny", "scarce", "a", "b");
    private final StartedServer server =
            StartedServer.of(
                    config(
                            "\"models\":{\"scarce\":{\"requests\":\"1/1h\"}}",
                            key("openai", FIVE),
                            key("anthropic", FIVE),
                            key("ollama", FIVE),
                            key("places", "\"concurrency\":2"),
                            key("tokens", "\"tokens\":\"1000/1h\""),
                            key("native", "\"tokens\":\"1000/1h\""),
                            key("untold", "\"tokens\":\"1000/1h\""),
                            key("broken", "\"tokens\":\"1000/1h\""),
                            key("failing", "\"tokens\":\"1000/1h\",\"concurrency\":1"),
                            key("branches", "\"tokens\":\"1000/1h\",\"requests\":\"3/1h\""),
                            key("refused", "\"tokens\":\"1000/1h\""),
                            key("free", "")),
                    PluginJars.PARALLEL);

    @BeforeEach
    void renew() {
        backend.forget();
        backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!"));
    }

    @AfterAll
    void close() {
        server.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, MESSAGES, OLLAMA})
    void ofTenAtOnceAgainstALimitOfFiveExactlyFivePass(String path) throws Exception {
        String name =
                switch (path) {
                    case CHAT -> "openai";
                    case MESSAGES -> "anthropic";
                    default -> "ollama";
                };
        CountDownLatch start = new CountDownLatch(1);
        List<WireMessage> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<WireMessage>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    return ask(path, name, "tiny");
                                }));
            }
            start.countDown();
            for (Future<WireMessage> one : all) {
                answers.add(one.get());
            }
        }

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(5);
        List<WireMessage> refused =
                answers.stream().filter(answer -> answer.status() == 429).toList();
        assertThat(refused).hasSize(5);
        assertThat(backend.received(CHAT)).hasSize(5);
        String limit =
                path.equals(MESSAGES)
                        ? "anthropic-ratelimit-requests-limit"
                        : "x-ratelimit-limit-requests";
        assertThat(answers).allMatch(answer -> answer.header(limit).orElse("").equals("5"));
        for (WireMessage answer : refused) {
            assertThat(Long.parseLong(answer.header("Retry-After").orElseThrow()))
                    .isBetween(3500L, 3600L);
            assertThat(Long.parseLong(answer.header("retry-after-ms").orElseThrow()))
                    .isBetween(3_500_000L, 3_600_000L);
            assertThat(answer.text())
                    .contains(
                            "the limit of 5 requests per 1h of key '"
                                    + name
                                    + "' is reached; the next one is free in ");
            switch (path) {
                case CHAT -> {
                    assertThat(answer.text()).contains("\"code\":\"rate_limit_exceeded\"");
                    assertThat(answer.header("x-ratelimit-remaining-requests")).contains("0");
                    assertThat(answer.header("x-ratelimit-reset-requests").orElseThrow())
                            .matches("1h0m0s|59m\\d+s");
                }
                case MESSAGES -> {
                    assertThat(answer.text()).contains("\"type\":\"rate_limit_error\"");
                    assertThat(answer.header("anthropic-ratelimit-requests-remaining"))
                            .contains("0");
                    assertThat(
                                    Instant.parse(
                                            answer.header("anthropic-ratelimit-requests-reset")
                                                    .orElseThrow()))
                            .isAfter(Instant.now().plus(Duration.ofMinutes(55)));
                }
                default -> assertThat(answer.text()).startsWith("{\"error\":\"the limit of 5");
            }
        }
    }

    @Test
    void aCallerWithoutLimitsGetsNoHeadersOfThem() throws IOException {
        WireMessage answer = ask(CHAT, "free", "tiny");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers())
                .noneMatch(header -> header.name().toLowerCase(Locale.ROOT).contains("ratelimit"));
    }

    @Test
    void streamsHoldTheirPlacesUntilTheirClientLeaves() throws Exception {
        backend.on("POST", CHAT, endless());
        try (RawHttp one = stream("places");
                RawHttp two = stream("places")) {
            WireMessage third = ask(CHAT, "places", "tiny");
            assertThat(third.status()).isEqualTo(429);
            assertThat(third.header("Retry-After")).contains("1");
            assertThat(third.text()).contains("the limit of 2 requests at a time of key 'places'");

            one.hangUp();
            backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!"));
            Polled.until("the place is free", () -> ask(CHAT, "places", "tiny").status() == 200);
            two.reset();
        }
        Polled.until(
                "both places are free",
                () -> {
                    backend.on("POST", CHAT, endless());
                    try (RawHttp _ = stream("places");
                            RawHttp _ = stream("places")) {
                        return true;
                    } catch (AssertionError e) {
                        return false;
                    }
                });
    }

    private static int remaining(WireMessage answer) {
        return Integer.parseInt(answer.header("x-ratelimit-remaining-tokens").orElseThrow());
    }

    @Test
    void tokensAreCountedAsTheBackendTellsThem() throws IOException {
        WireMessage first = ask(CHAT, "tokens", "tiny");

        assertThat(first.header("x-ratelimit-limit-tokens")).contains("1000");
        assertThat(first.header("x-ratelimit-remaining-tokens")).contains("991");
        WireMessage second = ask(MESSAGES, "tokens", "tiny");
        assertThat(second.header("anthropic-ratelimit-tokens-remaining")).contains("982");
        WireMessage tooLong = post(CHAT, "tokens", Client.question("word ".repeat(2000), false));
        assertThat(tooLong.status()).isEqualTo(429);
        assertThat(tooLong.text()).contains("more than the limit of 1000 tokens per 1h");
        assertThat(tooLong.header("x-ratelimit-remaining-tokens")).contains("982");
    }

    @Test
    void soAreThoseAtThePathsOfLlamaServerWhoseBoundIsReserved() throws IOException {
        backend.on("POST", "/completion", Answer.play("llama-server/completion-native-stream"));
        String body = "{\"model\":\"tiny\",\"prompt\":\"Hi\",\"n_predict\":50}";

        WireMessage first = post("/completion", "native", body);
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.header("x-ratelimit-remaining-tokens"))
                .contains(Integer.toString(1000 - 50 - (body.length() + 3) / 4));
        // 24 and 5 tokens, then 7 and 2.
        assertThat(ask(CHAT, "native", "tiny").header("x-ratelimit-remaining-tokens"))
                .contains("962");
    }

    @Test
    void theTextOfACompletionCountsIfItsBackendTellsNoTokens() throws Exception {
        String word = "data: {\"choices\":[{\"text\":\"" + "x".repeat(400) + "\"}]}\n\n";
        backend.on(
                "POST",
                "/v1/completions",
                Answer.stream(
                        "text/event-stream", Duration.ZERO, List.of(word, "data: [DONE]\n\n")));
        String body = "{\"model\":\"tiny\",\"prompt\":\"Hello!\",\"stream\":true}";

        assertThat(post("/v1/completions", "untold", body).status()).isEqualTo(200);
        int used = (body.length() + 3) / 4 + 100;
        // Seven and two more.
        assertThat(ask(CHAT, "untold", "tiny").header("x-ratelimit-remaining-tokens"))
                .contains(Integer.toString(1000 - used - 9));

        backend.on(
                "POST",
                "/v1/completions",
                Answer.endless("text/event-stream", Duration.ofSeconds(100), word));
        try (RawHttp client = RawHttp.connect(server.port())) {
            client.post("/v1/completions", body, Keys.bearer("untold"));
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readPiece()).isPresent();
            client.hangUp();
        }
        backend.on("POST", CHAT, FakeOpenAi.error(500, "no"));
        Polled.untilPasses(
                () ->
                        assertThat(remaining(ask(CHAT, "untold", "tiny")))
                                .isBetween(900 - 2 * used - 9, 1000 - used - 9 - 100));
    }

    @Test
    void whatABrokenOffStreamHasUsedCountsAndNothingStaysReserved() throws Exception {
        backend.on("POST", CHAT, endless());
        try (RawHttp client = stream("broken")) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.readPiece()).isPresent();
            }
            client.hangUp();
        }

        backend.on("POST", CHAT, FakeOpenAi.error(500, "no"));
        Polled.untilPasses(
                () -> assertThat(remaining(ask(CHAT, "broken", "tiny"))).isBetween(500, 995));
    }

    @Test
    void aRequestThatFailsGivesItsTokensAndItsPlaceBack() throws IOException {
        backend.on("POST", CHAT, FakeOpenAi.error(500, "no"));
        for (int i = 0; i < 5; i++) {
            WireMessage failed = ask(CHAT, "failing", "tiny");
            assertThat(failed.status()).isEqualTo(502);
        }
        backend.on("POST", CHAT, Answer.hangUp());
        for (int i = 0; i < 5; i++) {
            assertThat(ask(CHAT, "failing", "tiny").status()).isEqualTo(502);
        }
        assertThat(post(CHAT, "failing", Client.question("/parallel(n=nope) x", false)).status())
                .isEqualTo(400);
        backend.on("POST", CHAT, FakeOpenAi.chat("Hello there!"));

        assertThat(remaining(ask(CHAT, "failing", "tiny"))).isGreaterThan(900);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/completions", "/v1/rerank", "/infill", "/v1/images/generations"})
    void anErrorThatABackendAnswersIsRelayedAndCostsNothing(String path) throws IOException {
        backend.on("POST", path, Answer.json(400, "{\"error\":{\"message\":\"odd\"}}"));
        String body = "{\"model\":\"tiny\",\"prompt\":\"" + "word ".repeat(200) + "\"}";

        assertThat(post(path, "refused", body).status()).isEqualTo(400);
        backend.on("POST", CHAT, FakeOpenAi.error(500, "no"));
        assertThat(remaining(ask(CHAT, "refused", "tiny"))).isGreaterThan(990);
    }

    @Test
    void theBranchesOfARequestCountOnceAsARequestAndFullyAsTokens() throws IOException {
        WireMessage answer =
                post(CHAT, "branches", Client.question("/parallel(models=a,b join=all) Hi", false));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(backend.received(CHAT)).hasSize(2);
        assertThat(answer.header("x-ratelimit-remaining-requests")).contains("2");
        assertThat(answer.header("x-ratelimit-remaining-tokens")).contains("982");
    }

    @Test
    void aLimitOfAModelHoldsForAllCallersAndAllSpellings() throws IOException {
        assertThat(ask(CHAT, "free", "scarce").status()).isEqualTo(200);

        WireMessage refused = ask(CHAT, "places", "scarce:latest");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("1 request per 1h of model 'scarce'");
        assertThat(ask(CHAT, "free", "SCARCE").status()).isEqualTo(429);
        assertThat(ask(CHAT, "free", "tiny").status()).isEqualTo(200);
    }

    @Test
    void aReloadChangesTheLimitAndKeepsTheCounts(@TempDir Path folder) throws IOException {
        try (ReloadedServer reloaded =
                ReloadedServer.start(
                        folder, config("", key("ana", "\"requests\":\"2/1h\""), admin("root")))) {
            assertThat(statuses(reloaded.port(), 3)).containsExactly(200, 200, 429);

            WireMessage done =
                    reloaded.reload(
                            config("", key("ana", "\"requests\":\"4/1h\""), admin("root")),
                            Keys.bearer("root"));
            assertThat(done.text()).contains("keys").contains("limits");
            assertThat(statuses(reloaded.port(), 3)).containsExactly(200, 200, 429);

            reloaded.reload(
                    config("\"all\":{\"requests\":\"1/1h\"}", key("ana", ""), admin("root")),
                    Keys.bearer("root"));
            assertThat(statuses(reloaded.port(), 2)).containsExactly(200, 429);

            WireMessage wrong =
                    reloaded.reload(
                            config("", key("ana", "\"requests\":\"many\""), admin("root")),
                            Keys.bearer("root"));
            assertThat(wrong.status()).isEqualTo(400);
            assertThat(wrong.text()).contains("limits.requests").contains("5/1m");
        }
    }

    private List<Integer> statuses(int port, int count) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            statuses.add(
                    RawHttp.post(port, CHAT, Client.question("Hi", false), Keys.bearer("ana"))
                            .status());
        }
        return statuses;
    }

    private String config(String limits, String... keys) {
        return "{\"backends\":[%s],\"limits\":{%s},\"keys\":[%s]}"
                .formatted(
                        StartedServer.backendConfig("backend", backend, "openai"),
                        limits,
                        String.join(",", keys));
    }

    private static String key(String name, String limits) {
        String entry = Keys.entry(name, "user", "\"*\"");
        return entry.substring(0, entry.length() - 1) + ",\"limits\":{" + limits + "}}";
    }

    private static String admin(String name) {
        return Keys.entry(name, "admin", "\"*\"");
    }

    private static Answer endless() {
        return Answer.endless(
                Frames.contentType(Client.OPENAI),
                Duration.ofMillis(20),
                Frames.word(Client.OPENAI, "one"));
    }

    /** Begins a stream and reads its head and its first piece. */
    private RawHttp stream(String name) throws IOException {
        RawHttp client = RawHttp.connect(server.port());
        client.post(CHAT, Client.question("Hi", true), Keys.bearer(name));
        assertThat(client.readHead().status()).isEqualTo(200);
        assertThat(client.readPiece()).isPresent();
        return client;
    }

    private WireMessage ask(String path, String name, String model) throws IOException {
        String body = Client.question("Hi", false, "\"max_tokens\":50").replace("tiny", model);
        return post(path, name, body);
    }

    private WireMessage post(String path, String name, String body) throws IOException {
        return RawHttp.post(
                server.port(),
                path,
                body,
                path.equals(MESSAGES)
                        ? new Header("x-api-key", Keys.secret(name))
                        : Keys.bearer(name));
    }
}
