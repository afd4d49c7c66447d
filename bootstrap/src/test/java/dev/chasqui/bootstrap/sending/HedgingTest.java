package dev.chasqui.bootstrap.sending;

import static dev.chasqui.bootstrap.exchange.RoutedBackends.CHAT;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.QUESTION;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.ask;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.backendOf;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.entry;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.bootstrap.exchange.RoutedBackends;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Received;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A second backend that is asked when the first one is late. */
class HedgingTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final String COMPLETIONS = "/v1/completions";
    private static final RoutedBackends BACKENDS = new RoutedBackends();

    /**
     * Models: tiny is hedged; calm never; usual by the usual time; narrow has a small second one.
     */
    private static final FakeBackend FIRST =
            BACKENDS.backend("first", "tiny", "calm", "usual", "narrow");

    private static final FakeBackend SECOND = BACKENDS.backend("second", "tiny", "calm", "usual");
    private static final FakeBackend SMALL = BACKENDS.backend("small", "narrow");
    private static int port;

    private final CountDownLatch gate = new CountDownLatch(1);

    @BeforeAll
    static void start() {
        StartedServer server =
                BACKENDS.server(
                        "\"routing\":{\"hedge\":{\"after\":\"100ms\"},\"queue\":{\"most\":0},"
                                + "\"failuresInRow\":1000000,\"errorRate\":1},"
                                + "\"models\":{\"calm\":{\"hedge\":{\"after\":\"0s\"}},"
                                + "\"usual\":{\"hedge\":{\"times\":3}}}",
                        entry("first", FIRST, ""),
                        entry("second", SECOND, ""),
                        entry("small", SMALL, ",\"maxConcurrency\":1"));
        port = server.port();
    }

    @AfterAll
    static void stop() throws Exception {
        BACKENDS.close();
    }

    @BeforeEach
    void answerAsUsual() {
        FIRST.on("POST", CHAT, FakeOpenAi.chat("From first")).forget();
        SECOND.on("POST", CHAT, FakeOpenAi.chat("From second")).forget();
        SMALL.on("POST", CHAT, FakeOpenAi.chat("From small")).forget();
    }

    private RawHttp sent(String question) throws IOException {
        RawHttp client = RawHttp.connect(port);
        client.post(CHAT, question);
        return client;
    }

    private RawHttp sent() throws IOException {
        return sent(QUESTION.formatted("tiny"));
    }

    private static String stream() {
        return QUESTION.formatted("tiny").replace("{\"model\"", "{\"stream\":true,\"model\"");
    }

    private static long count(String metric) throws IOException {
        Matcher value =
                Pattern.compile(metric + "_total (\\d+)")
                        .matcher(RawHttp.get(port, "/metrics").text());
        return value.find() ? Long.parseLong(value.group(1)) : 0;
    }

    private static String reason(WireMessage answer) {
        return answer.header("X-Chasqui-Route-Reason").orElse("");
    }

    private static void awaitNoOpenCalls() throws IOException {
        Polled.untilPasses(
                () ->
                        assertThat(RawHttp.get(port, "/admin/backends").text())
                                .contains("\"name\":\"first\"")
                                .doesNotContainPattern("\"open\":[1-9]"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLateBackendIsCancelledWhenAnotherOneAnswersFirst(boolean streams) throws Exception {
        long made = count("chasqui_hedges");
        long won = count("chasqui_hedges_won");
        FIRST.on("POST", CHAT, Answer.stall());

        try (RawHttp client = sent(streams ? stream() : QUESTION.formatted("tiny"))) {
            WireMessage answer = client.readResponse();

            assertThat(answer.text()).contains("second");
            assertThat(backendOf(answer)).isEqualTo("second");
            assertThat(reason(answer)).startsWith("first was late; ");
        }
        FIRST.awaitRequest(CHAT).awaitHangUp(SOON);
        assertThat(count("chasqui_hedges")).isEqualTo(made + 1);
        assertThat(count("chasqui_hedges_won")).isEqualTo(won + 1);
        awaitNoOpenCalls();
    }

    @Test
    void theLoserCountsNeitherAsFailureNorAsSuccess() throws Exception {
        FIRST.on("POST", CHAT, status(500, ""));
        assertThat(backendOf(ask(port, "calm"))).isEqualTo("second");
        String before = health("first");

        FIRST.on("POST", CHAT, Answer.stall());
        assertThat(backendOf(ask(port, "tiny"))).isEqualTo("second");
        awaitNoOpenCalls();

        assertThat(health("first")).isEqualTo(before).doesNotContain("\"errorRate\":0.0,");
    }

    private static String health(String backend) throws IOException {
        Matcher entry =
                Pattern.compile("\\{\"name\":\"" + backend + "\"[^}]*")
                        .matcher(RawHttp.get(port, "/admin/backends").text());
        assertThat(entry.find()).isTrue();
        return entry.group();
    }

    @Test
    void besideAQuickBackendNoneIsAsked() throws IOException {
        WireMessage answer = ask(port, "tiny");

        assertThat(backendOf(answer)).isEqualTo("first");
        assertThat(reason(answer)).doesNotContain("late");
        assertThat(SECOND.received(CHAT)).isEmpty();
    }

    @Test
    void theFirstBackendMayStillWin() throws Exception {
        long won = count("chasqui_hedges_won");
        FIRST.on("POST", CHAT, FakeOpenAi.chat("From first").once(gate));
        SECOND.on("POST", CHAT, Answer.stall());

        try (RawHttp client = sent()) {
            Received other = SECOND.awaitRequest(CHAT);
            gate.countDown();
            WireMessage answer = client.readResponse();

            assertThat(answer.text()).contains("From first");
            assertThat(reason(answer)).startsWith("late, so second was asked, too; ");
            other.awaitHangUp(SOON);
        }
        assertThat(count("chasqui_hedges_won")).isEqualTo(won);
        awaitNoOpenCalls();
    }

    @Test
    void bothMayFailAsInAFailover() throws Exception {
        FIRST.on("POST", CHAT, status(500, "").once(gate));
        SECOND.on("POST", CHAT, status(500, ""));

        try (RawHttp client = sent()) {
            var _ = SECOND.awaitRequest(CHAT);
            gate.countDown();

            assertThat(client.readResponse().status()).isEqualTo(502);
        }
        assertThat(FIRST.received(CHAT)).hasSize(1);
        assertThat(SECOND.received(CHAT)).hasSize(1);
        awaitNoOpenCalls();
    }

    @Test
    void aFailureOfTheSecondBackendLeavesTheFirstOneItsTime() throws Exception {
        FIRST.on("POST", CHAT, FakeOpenAi.chat("From first").once(gate));
        SECOND.on("POST", CHAT, status(400, ""));

        try (RawHttp client = sent()) {
            var _ = SECOND.awaitRequest(CHAT);
            awaitOpen("second", 0);
            gate.countDown();

            assertThat(client.readResponse().text()).contains("From first");
        }
    }

    private static void awaitOpen(String backend, int calls) throws IOException {
        Polled.untilPasses(() -> assertThat(health(backend)).contains("\"open\":" + calls));
    }

    @Test
    void whatTheFirstBackendRefusesForTheCallerEndsBoth() throws Exception {
        FIRST.on("POST", CHAT, FakeOpenAi.error(400, "no such thing").once(gate));
        SECOND.on("POST", CHAT, Answer.stall());

        try (RawHttp client = sent()) {
            Received other = SECOND.awaitRequest(CHAT);
            gate.countDown();
            WireMessage answer = client.readResponse();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("no such thing");
            other.awaitHangUp(SOON);
        }
        awaitNoOpenCalls();
    }

    @Test
    void aWinnerThatBreaksOffEndsTheStreamWithAnError() throws Exception {
        FIRST.on("POST", CHAT, Answer.stall());
        SECOND.on("POST", CHAT, FakeOpenAi.chat("one two three").cutAfter(400));

        try (RawHttp client = sent(stream())) {
            String text = client.readResponse().text();

            assertThat(text).contains("\"error\"").doesNotContain("[DONE]");
        }
        FIRST.awaitRequest(CHAT).awaitHangUp(SOON);
        awaitNoOpenCalls();
    }

    @Test
    void aClientThatLeavesEndsBothQuestions() throws Exception {
        FIRST.on("POST", CHAT, Answer.stall());
        SECOND.on("POST", CHAT, Answer.stall());

        RawHttp client = sent();
        Received other = SECOND.awaitRequest(CHAT);
        client.hangUp();

        other.awaitHangUp(SOON);
        FIRST.awaitRequest(CHAT).awaitHangUp(SOON);
        awaitNoOpenCalls();
    }

    @Test
    void aClientThatLeavesBeforeTheTimeIsOverEndsTheOnlyQuestion() throws Exception {
        FIRST.on("POST", CHAT, Answer.stall());

        RawHttp client = sent();
        Received only = FIRST.awaitRequest(CHAT);
        client.hangUp();

        only.awaitHangUp(SOON);
        awaitNoOpenCalls();
    }

    @Test
    void aClientThatLeavesAmidTheAnswerEndsIt() throws Exception {
        FIRST.on("POST", CHAT, Answer.stall());
        SECOND.on("POST", CHAT, FakeOpenAi.chat("one two three").stallAfter(400));

        RawHttp client = sent(stream());
        assertThat(client.readHead().status()).isEqualTo(200);
        client.hangUp();

        SECOND.awaitRequest(CHAT).awaitHangUp(SOON);
        FIRST.awaitRequest(CHAT).awaitHangUp(SOON);
        awaitNoOpenCalls();
    }

    @Test
    void theConnectionOfAWinnerIsUsedAgain() throws Exception {
        FIRST.on("POST", CHAT, Answer.stall());
        for (int i = 0; i < 3; i++) {
            assertThat(backendOf(ask(port, "tiny"))).isEqualTo("second");
        }

        List<Received> asked = SECOND.received(CHAT);
        assertThat(asked).hasSize(3);
        assertThat(asked.stream().map(Received::connection).distinct()).hasSize(1);
    }

    @Test
    void aModelMayHaveNoHedge() throws Exception {
        FIRST.on("POST", CHAT, FakeOpenAi.chat("From first").after(Duration.ofMillis(300)));

        assertThat(backendOf(ask(port, "calm"))).isEqualTo("first");
        assertThat(SECOND.received(CHAT)).isEmpty();
    }

    @Test
    void theUsualTimeOfABackendMayDecide() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(backendOf(ask(port, "usual"))).isEqualTo("first");
        }
        FIRST.on("POST", CHAT, Answer.stall());

        assertThat(backendOf(ask(port, "usual"))).isEqualTo("second");
    }

    @Test
    void aSecondBackendNeedsAPlaceOfItsOwn() throws Exception {
        SMALL.on("POST", CHAT, FakeOpenAi.chat("From small").once(gate));
        FIRST.on("POST", CHAT, Answer.stall());
        RawHttp holds = sent(QUESTION.formatted("narrow"));
        var _ = SMALL.awaitRequest(CHAT);
        FIRST.on("POST", CHAT, FakeOpenAi.chat("From first").after(Duration.ofMillis(300)));

        assertThat(backendOf(ask(port, "narrow"))).isEqualTo("first");
        assertThat(SMALL.received(CHAT)).hasSize(1);
        gate.countDown();
        assertThat(holds.readResponse().text()).contains("From small");
        holds.close();
    }

    @Test
    void severalAnswersToOneRequestAreNotHedged() throws Exception {
        FIRST.on("POST", CHAT, FakeOpenAi.chat("From first").after(Duration.ofMillis(300)));
        String two = QUESTION.formatted("tiny").replace("{\"model\"", "{\"n\":2,\"model\"");

        assertThat(RawHttp.post(port, CHAT, two).text()).contains("From first");
        assertThat(SECOND.received(CHAT)).isEmpty();
    }

    @Test
    void embeddingsAreHedged() throws Exception {
        FIRST.on("POST", EMBEDDINGS, Answer.stall());
        SECOND.on(
                "POST",
                EMBEDDINGS,
                Answer.json(
                        200,
                        "{\"object\":\"list\",\"model\":\"tiny\",\"data\":[{\"object\":\"embedding\","
                            + "\"index\":0,\"embedding\":[1,2]}],\"usage\":{\"prompt_tokens\":1,"
                            + "\"total_tokens\":1}}"));

        WireMessage answer =
                RawHttp.post(port, EMBEDDINGS, "{\"model\":\"tiny\",\"input\":\"Hi\"}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(backendOf(answer)).isEqualTo("second");
        FIRST.awaitRequest(EMBEDDINGS).awaitHangUp(SOON);
        awaitNoOpenCalls();
    }

    @Test
    void completionsAreHedged() throws Exception {
        FIRST.on("POST", COMPLETIONS, Answer.stall());
        SECOND.on("POST", COMPLETIONS, Answer.json(200, "{\"choices\":[{\"text\":\"yes\"}]}"));

        WireMessage answer =
                RawHttp.post(port, COMPLETIONS, "{\"model\":\"tiny\",\"prompt\":\"Hi\"}");

        assertThat(answer.text()).contains("yes");
        assertThat(backendOf(answer)).isEqualTo("second");
        FIRST.awaitRequest(COMPLETIONS).awaitHangUp(SOON);
        awaitNoOpenCalls();
    }

    @Test
    void atMostThreeOfFewRequestsAreHedged() throws Exception {
        FIRST.on("POST", CHAT, FakeOpenAi.chat("From first").once(gate));
        SECOND.on("POST", CHAT, Answer.stall());
        List<RawHttp> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            clients.add(sent());
        }
        var _ = FIRST.awaitRequests(CHAT, 6);
        var _ = SECOND.awaitRequests(CHAT, 3);

        // A seventh request that comes later has none either.
        try (RawHttp last = sent()) {
            var _ = FIRST.awaitRequests(CHAT, 7);
            clients.add(last);
            gate.countDown();
            for (RawHttp client : clients) {
                assertThat(client.readResponse().text()).contains("From first");
                client.close();
            }
        }
        assertThat(SECOND.received(CHAT)).hasSize(3);
        awaitNoOpenCalls();
    }
}
