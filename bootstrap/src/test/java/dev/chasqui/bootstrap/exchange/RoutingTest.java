package dev.chasqui.bootstrap.exchange;

import static dev.chasqui.bootstrap.exchange.RoutedBackends.CHAT;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.QUESTION;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.ask;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.backendOf;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The choice among several backends, as clients and backends see it. */
class RoutingTest {
    private static final String NO_QUEUE = "\"routing\":{\"queue\":{\"most\":0}}";

    private final RoutedBackends backends = new RoutedBackends();

    @AfterEach
    void close() throws Exception {
        backends.close();
    }

    @Test
    void theAnswerNamesItsBackendAndWhyItWasChosen() throws IOException {
        StartedServer server =
                backends.server(
                        "\"models\":{}",
                        entry("one", backends.backend("one", "tiny"), ""),
                        entry("two", backends.backend("two", "tiny"), ",\"priority\":5"));

        WireMessage answer = ask(server);

        assertThat(answer.text()).contains("From two");
        assertThat(backendOf(answer)).isEqualTo("two");
        assertThat(answer.header("X-Chasqui-Zone")).contains("restricted");
        assertThat(answer.header("X-Chasqui-Route-Reason"))
                .contains("priority 5; number 2 in the config's order");
        assertThat(answer.header("X-Chasqui-Fallback-Model")).isEmpty();
    }

    @Test
    void aPatternIsTheRuleOfEachModelThatItFits() throws IOException {
        StartedServer server =
                backends.server(
                        "\"models\":{\"t*\":{\"backends\":[\"two\"]},"
                                + "\"tall\":{\"backends\":[\"one\"]}}",
                        entry("one", backends.backend("one", "tiny", "tall"), ""),
                        entry("two", backends.backend("two", "tiny", "tall"), ""));

        assertThat(backendOf(ask(server))).isEqualTo("two");
        assertThat(backendOf(ask(server.port(), "tall"))).isEqualTo("one");
        assertThat(
                        RawHttp.post(
                                        server.port(),
                                        "/admin/route/explain",
                                        QUESTION.formatted("tiny"))
                                .text())
                .contains("models.t*.backends in the config does not name it");
    }

    @Test
    void aBackendGetsNoMoreCallsAtATimeThanItMay() throws Exception {
        FakeBackend small = backends.backend("small", "tiny");
        small.on("POST", CHAT, Answer.stall());
        StartedServer server =
                backends.server(
                        "\"models\":{}",
                        entry("small", small, ",\"maxConcurrency\":1"),
                        entry("other", backends.backend("other", "tiny"), ""));
        try (RawHttp waiting = RawHttp.connect(server.port())) {
            waiting.post(CHAT, QUESTION.formatted("tiny"));
            small.awaitRequest(CHAT);

            for (int i = 0; i < 5; i++) {
                assertThat(backendOf(ask(server))).isEqualTo("other");
            }
            assertThat(small.received(CHAT)).hasSize(1);
        }
        small.on("POST", CHAT, FakeOpenAi.chat("From small"));
        Polled.until("its place is free", () -> backendOf(ask(server)).equals("small"));
    }

    @Test
    void whereNoBackendMayAnswerTheReasonsAreToldInTheClientsDialect() throws Exception {
        FakeBackend small = backends.backend("small", "tiny");
        small.on("POST", CHAT, Answer.stall());
        StartedServer server =
                backends.server(NO_QUEUE, entry("small", small, ",\"maxConcurrency\":1"));
        try (RawHttp waiting = RawHttp.connect(server.port())) {
            waiting.post(CHAT, QUESTION.formatted("tiny"));
            small.awaitRequest(CHAT);

            WireMessage openAi = ask(server);
            assertThat(openAi.status()).isEqualTo(503);
            assertThat(openAi.header("Retry-After")).contains("1");
            assertThat(openAi.text())
                    .contains("\"code\":\"no_backend\"")
                    .contains("\"dropped\":[{\"backend\":\"small\",\"reason\":\"busy\"}]");
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
                    .contains("'small': busy");
        }
    }

    @Test
    void aModelHasNoMoreOpenCallsAtATimeThanItMay() throws Exception {
        FakeBackend one = backends.backend("one", "tiny", "spare");
        one.on("POST", CHAT, Answer.stall());
        StartedServer server =
                backends.server(
                        "\"models\":{\"tiny\":{\"maxConcurrency\":1}}," + NO_QUEUE,
                        entry("one", one, ""),
                        entry("two", backends.backend("two", "tiny"), ""));
        try (RawHttp waiting = RawHttp.connect(server.port())) {
            waiting.post(CHAT, QUESTION.formatted("tiny"));
            one.awaitRequest(CHAT);

            WireMessage refused = ask(server);

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).contains("'one': the model is busy");
        }
    }

    @Test
    void aRateLetsNoMoreCallsBeginThanItSays() throws IOException {
        FakeBackend slow = backends.backend("slow", "tiny");
        StartedServer server =
                backends.server(
                        "\"models\":{}",
                        entry("slow", slow, ",\"rate\":\"3/1h\""),
                        entry("other", backends.backend("other", "tiny"), ""));

        List<String> from = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            from.add(backendOf(ask(server)));
        }

        assertThat(from).containsExactly("slow", "slow", "slow", "other", "other");
    }

    @Test
    void onlyTheNamedBackendsOfAModelAnswer() throws IOException {
        StartedServer server =
                backends.server(
                        "\"models\":{\"tiny\":{\"backends\":[\"two\"]}}",
                        entry("one", backends.backend("one", "tiny"), ""),
                        entry("two", backends.backend("two", "tiny"), ""));

        assertThat(backendOf(ask(server))).isEqualTo("two");
    }

    @Test
    void whatARuleRefusesIsNotExplainedAndOneBackendIsExplainedAsItAnswers() throws IOException {
        StartedServer server =
                backends.server(
                        "\"pipeline\":{\"rules\":[{\"if\":{\"model\":\"secret*\"},"
                                + "\"then\":{\"refuse\":\"Not that one.\"}}]}",
                        entry("one", backends.backend("one", "tiny", "secret"), ""));

        WireMessage refused =
                RawHttp.post(server.port(), "/admin/route/explain", QUESTION.formatted("secret"));
        WireMessage explained =
                RawHttp.post(server.port(), "/admin/route/explain", QUESTION.formatted("tiny"));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("Not that one.");
        assertThat(explained.text())
                .contains(
                        "\"reasons\":[\""
                                + ask(server).header("X-Chasqui-Route-Reason").orElseThrow());
    }

    @Test
    void theChoiceIsExplainedAsItWouldBeMadeAndNothingIsSent() throws IOException {
        FakeBackend one = backends.backend("one", "tiny");
        FakeBackend two = backends.backend("two", "tiny");
        FakeBackend three = backends.backend("three", "spare");
        StartedServer server =
                backends.server(
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
}
