package dev.chasqui.bootstrap.sending;

import static dev.chasqui.bootstrap.exchange.RoutedBackends.CHAT;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.QUESTION;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.entry;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.bootstrap.exchange.Keys;
import dev.chasqui.bootstrap.exchange.RoutedBackends;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The limits and budgets of equal requests that share an answer. Each answer has 9 tokens, and a
 * token costs one unit.
 */
class CoalescedLimitsTest {
    private static final int TOKENS = 9;
    private static final RoutedBackends BACKENDS = new RoutedBackends();
    private static final FakeBackend FIRST = BACKENDS.backend("first", "tiny");
    private static final FakeBackend SECOND = BACKENDS.backend("second", "tiny");
    private static int port;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<RawHttp> clients = new ArrayList<>();

    @BeforeAll
    static void start() {
        StartedServer server =
                BACKENDS.server(
                        "\"routing\":{\"strategy\":\"priority\",\"coalesce\":\"all\",\"failuresInRow\":"
                            + "1000000,\"errorRate\":1},\"ledger\":{},\"prices\":{\"models\":"
                            + "{\"tiny\":{\"input\":1000000,\"output\":1000000}}},\"keys\":["
                                + Keys.entry("root", "admin", "\"*\"")
                                + limited("both")
                                + limited("leaving")
                                + limited("staying")
                                + limited("failing")
                                + paying("payer")
                                + paying("one")
                                + paying("left")
                                + paying("right")
                                + "]",
                        entry("first", FIRST, ",\"priority\":10"),
                        entry("second", SECOND, ""));
        port = server.port();
    }

    private static String limited(String name) {
        return key(name, "\"limits\":{\"tokens\":\"1000/1h\"}");
    }

    private static String paying(String name) {
        return key(name, "\"budget\":{\"amount\":10000,\"soft\":0.0001}");
    }

    private static String key(String name, String more) {
        return "," + Keys.entry(name, "user", "\"*\"").replace("{", "{" + more + ",");
    }

    @AfterAll
    static void stop() throws Exception {
        BACKENDS.close();
    }

    @BeforeEach
    void answerBehindTheGate() {
        FIRST.on("POST", CHAT, FakeOpenAi.chat("one two").once(gate)).forget();
        SECOND.on("POST", CHAT, FakeOpenAi.chat("three four")).forget();
    }

    @AfterEach
    void leave() throws IOException {
        gate.countDown();
        clients.forEach(RawHttp::close);
        awaitSharing(0);
    }

    /** Waits until this many requests wait for, or read, an answer that they may share. */
    private static void awaitSharing(int count) throws IOException {
        Polled.until(
                "the requests wait",
                () ->
                        RawHttp.get(port, "/metrics", Keys.bearer("root"))
                                .text()
                                .lines()
                                .anyMatch(
                                        line ->
                                                line.matches(
                                                        "chasqui_coalescing "
                                                                + count
                                                                + "(\\.0)?")));
    }

    private RawHttp asked(String who) throws IOException {
        RawHttp client = RawHttp.connect(port);
        clients.add(client);
        client.post(
                CHAT,
                QUESTION.formatted("tiny")
                        .replace("{\"mo", "{\"temperature\":0,\"max_tokens\":50,\"mo"),
                Keys.bearer(who));
        return client;
    }

    private static int left(WireMessage answer) {
        return Integer.parseInt(answer.header("x-ratelimit-remaining-tokens").orElseThrow());
    }

    /** Asks once more, with another request, and returns the answer. */
    private WireMessage after(String who) throws IOException {
        return RawHttp.post(port, CHAT, QUESTION.formatted("tiny"), Keys.bearer(who));
    }

    private int spent(String who) throws IOException {
        String budget = after(who).header("X-Chasqui-Budget").orElseThrow();
        return Integer.parseInt(budget.replaceAll(".* has spent ([0-9]+) of .*", "$1")) - TOKENS;
    }

    @Test
    void eachRequestCountsTheTokensThatItReads() throws Exception {
        RawHttp one = asked("both");
        var _ = FIRST.awaitRequest(CHAT);
        RawHttp other = asked("both");
        awaitSharing(2);
        gate.countDown();
        assertThat(one.readResponse().status()).isEqualTo(200);
        assertThat(other.readResponse().status()).isEqualTo(200);
        assertThat(FIRST.received(CHAT)).hasSize(1);

        assertThat(left(after("both"))).isEqualTo(1000 - 3 * TOKENS);
    }

    @Test
    void anAnswerWhoseFirstRequestHasLeftIsNotFree() throws Exception {
        RawHttp one = asked("leaving");
        var _ = FIRST.awaitRequest(CHAT);
        RawHttp other = asked("staying");
        awaitSharing(2);
        one.hangUp();
        awaitSharing(1);
        gate.countDown();

        assertThat(left(other.readResponse())).isEqualTo(1000 - TOKENS);
        assertThat(left(after("leaving"))).isEqualTo(1000 - TOKENS);
    }

    @Test
    void theQuestionGoesOnToAnotherBackendWithoutItsFirstRequest() throws Exception {
        FIRST.on("POST", CHAT, status(500, "").once(gate));
        RawHttp one = asked("failing");
        var _ = FIRST.awaitRequest(CHAT);
        RawHttp other = asked("failing");
        awaitSharing(2);
        one.hangUp();
        awaitSharing(1);
        gate.countDown();

        assertThat(other.readResponse().text()).contains("three four");
        assertThat(FIRST.received(CHAT)).hasSize(1);
    }

    @Test
    void whoStaysPaysForAnAnswerWhoseFirstRequestHasLeft() throws Exception {
        RawHttp one = asked("one");
        var _ = FIRST.awaitRequest(CHAT);
        RawHttp other = asked("payer");
        awaitSharing(2);
        one.hangUp();
        awaitSharing(1);
        gate.countDown();
        assertThat(other.readResponse().status()).isEqualTo(200);

        assertThat(spent("payer")).isEqualTo(TOKENS);
    }

    @Test
    void anAnswerIsPaidForOnce() throws Exception {
        RawHttp one = asked("left");
        var _ = FIRST.awaitRequest(CHAT);
        RawHttp other = asked("right");
        awaitSharing(2);
        gate.countDown();
        assertThat(one.readResponse().status()).isEqualTo(200);
        assertThat(other.readResponse().status()).isEqualTo(200);

        assertThat(spent("left") + spent("right")).isEqualTo(TOKENS);
    }
}
