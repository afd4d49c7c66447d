package dev.chasqui.bootstrap.exchange;

import static dev.chasqui.bootstrap.exchange.RoutedBackends.CHAT;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.QUESTION;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.ask;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.backendOf;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.config;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The queue before a backend that one request keeps busy, as clients see it. */
class QueueTest {
    private static final String ONE = ",\"maxConcurrency\":1";

    private final RoutedBackends backends = new RoutedBackends();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final FakeBackend small = backends.backend("small", "tiny");

    @BeforeEach
    void keepBusy() {
        small.on("POST", CHAT, FakeOpenAi.chat("From small").once(gate));
    }

    @AfterEach
    void close() throws Exception {
        gate.countDown();
        backends.close();
    }

    private StartedServer server(String more) {
        return backends.server(more, entry("small", small, ONE));
    }

    /** Sends the request that has the one place. */
    private RawHttp first(int port) throws Exception {
        RawHttp client = sent(port, "first");
        small.awaitRequest(CHAT);
        return client;
    }

    /** Sends a request with a text of its own; it is answered later. */
    private RawHttp sent(int port, String text, Header... headers) throws IOException {
        RawHttp client = backends.closed(RawHttp.connect(port));
        client.post(CHAT, QUESTION.formatted("tiny").replace("Hi", text), headers);
        return client;
    }

    /** Sends a request, and returns once it waits. */
    private RawHttp waiting(int port, int length, String text, Header... headers)
            throws IOException {
        RawHttp client = sent(port, text, headers);
        awaitLength(port, length);
        return client;
    }

    private static void awaitLength(int port, int length) throws IOException {
        Polled.untilPasses(
                () ->
                        assertThat(RawHttp.get(port, "/metrics").text())
                                .contains("chasqui_queue_length " + length + ".0\n"));
    }

    private static Header priority(int value) {
        return new Header("X-Chasqui-Priority", Integer.toString(value));
    }

    @Test
    void aRequestWaitsForThePlaceOfAnotherOne() throws Exception {
        int port = server("\"models\":{}").port();
        RawHttp first = first(port);
        RawHttp second = waiting(port, 1, "second");

        gate.countDown();

        assertThat(first.readResponse().text()).contains("From small");
        assertThat(second.readResponse().text()).contains("From small");
        assertThat(small.received(CHAT)).hasSize(2);
        awaitLength(port, 0);
        assertThat(RawHttp.get(port, "/metrics").text())
                .contains("chasqui_queue_wait_seconds_count 1\n");
    }

    @Test
    void aPlaceOfTheModelIsWaitedForToo() throws Exception {
        int port =
                backends.server(
                                "\"models\":{\"tiny\":{\"maxConcurrency\":1}}",
                                entry("small", small, ""),
                                entry("other", backends.backend("other", "tiny"), ""))
                        .port();
        var _ = first(port);
        RawHttp second = waiting(port, 1, "second");

        gate.countDown();

        assertThat(second.readResponse().status()).isEqualTo(200);
    }

    @Test
    void aRateIsWaitedFor() throws Exception {
        gate.countDown();
        int port =
                backends.server("\"models\":{}", entry("small", small, ",\"rate\":\"1/1s\""))
                        .port();

        for (int i = 0; i < 3; i++) {
            assertThat(ask(port, "tiny").status()).isEqualTo(200);
        }
    }

    @Test
    void aRateThatAllowsNothingBeforeTheDeadlineIsNotWaitedFor() throws Exception {
        gate.countDown();
        int port =
                backends.server("\"models\":{}", entry("small", small, ",\"rate\":\"1/1h\""))
                        .port();
        assertThat(ask(port, "tiny").status()).isEqualTo(200);

        assertThat(ask(port, "tiny").status()).isEqualTo(503);
    }

    @Test
    void whoeverHangsUpLeavesTheQueue() throws Exception {
        int port = server("\"models\":{}").port();
        var _ = first(port);
        RawHttp second = waiting(port, 1, "second");
        RawHttp third = waiting(port, 2, "third");

        second.hangUp();
        awaitLength(port, 1);
        gate.countDown();

        assertThat(third.readResponse().status()).isEqualTo(200);
        assertThat(small.received(CHAT)).hasSize(2);
    }

    @Test
    void afterTheDeadlineTheAnswerSaysWhenToTryAgain() throws Exception {
        int port = server("\"routing\":{\"queue\":{\"deadline\":\"50ms\"}}").port();
        var _ = first(port);

        WireMessage late = ask(port, "tiny");

        assertThat(late.status()).isEqualTo(503);
        assertThat(late.header("Retry-After")).contains("1");
        assertThat(late.text())
                .contains("\"code\":\"no_backend\"")
                .contains(
                        "no backend may answer for model 'tiny' now: 'small': busy. No place was"
                                + " free within 50ms (routing.queue.deadline)\"");
    }

    @Test
    void oneMoreThanMayWaitIsRefusedAtOnce() throws Exception {
        int port = server("\"routing\":{\"queue\":{\"most\":1}}").port();
        var _ = first(port);
        RawHttp second = waiting(port, 1, "second");

        WireMessage third = ask(port, "tiny");

        assertThat(third.status()).isEqualTo(503);
        assertThat(third.header("Retry-After")).isPresent();
        assertThat(third.text()).contains("1 request waits already (routing.queue.most: 1)");
        gate.countDown();
        assertThat(second.readResponse().status()).isEqualTo(200);
    }

    @Test
    void oneMoreThanACallerMayHaveWaitingIsRefusedAtOnce() throws Exception {
        int port = server("\"routing\":{\"queue\":{\"perCaller\":1}}").port();
        var _ = first(port);
        var _ = waiting(port, 1, "second");

        assertThat(ask(port, "tiny").text())
                .contains("1 request of this caller waits already (routing.queue.perCaller: 1)");
    }

    @Test
    void withoutAQueueABusyBackendIsToldAtOnce() throws Exception {
        int port = server("\"routing\":{\"queue\":{\"most\":0}}").port();
        var _ = first(port);

        WireMessage refused = ask(port, "tiny");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text()).contains("for model 'tiny' now: 'small': busy");
    }

    @Test
    void aLowerPriorityComesLaterAndAHigherOneThanTheKeyHasIsOfNoUse() throws Exception {
        int port = server("\"models\":{}").port();
        RawHttp first = first(port);
        RawHttp low = waiting(port, 1, "low", priority(-5));
        RawHttp usual = waiting(port, 2, "usual");
        RawHttp bold = waiting(port, 3, "bold", priority(900));

        gate.countDown();

        for (RawHttp each : List.of(first, low, usual, bold)) {
            assertThat(each.readResponse().status()).isEqualTo(200);
        }
        assertThat(small.received(CHAT))
                .extracting(one -> one.message().text().replaceAll(".*content\":\"(\\w+).*", "$1"))
                .containsExactly("first", "usual", "bold", "low");
    }

    @Test
    void aPriorityIsANumberWithinItsBounds() throws Exception {
        int port = server("\"models\":{}").port();
        for (String wrong : List.of("hi", "1001", "-1001", "-2147483648")) {
            WireMessage refused = ask(port, "tiny", new Header("X-Chasqui-Priority", wrong));

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text())
                    .contains(
                            "X-Chasqui-Priority: "
                                    + wrong
                                    + " (expected: a whole number from -1000 to 1000)");
        }
    }

    @Test
    void aStreamThatIsShownProgressIsToldItsPosition() throws Exception {
        int port = server("\"models\":{}").port();
        var _ = first(port);
        var _ = waiting(port, 1, "second");
        RawHttp third = backends.closed(RawHttp.connect(port));
        third.post(
                CHAT,
                QUESTION.formatted("tiny").replaceFirst("[{]", "{\"stream\":true,"),
                new Header("X-Chasqui-Progress", "on"));

        assertThat(third.readHead().status()).isEqualTo(200);
        assertThat(third.readPiece().orElseThrow().text())
                .contains("waiting for a free place: number 2");
        gate.countDown();
        StringBuilder rest = new StringBuilder();
        for (var piece = third.readPiece(); piece.isPresent(); piece = third.readPiece()) {
            rest.append(piece.get().text());
        }
        assertThat(rest).contains("small", "[DONE]");
    }

    @Test
    void aFallbackThatIsFreeIsAskedAtOnce() throws Exception {
        int port =
                backends.server(
                                "\"models\":{\"tiny\":{\"fallbacks\":[\"spare\"]}}",
                                entry("small", small, ONE),
                                entry("other", backends.backend("other", "spare"), ""))
                        .port();
        var _ = first(port);

        assertThat(backendOf(ask(port, "tiny"))).isEqualTo("other");
    }

    @Test
    void aReloadThatMakesRoomLetsThoseThatWaitGoOn(@TempDir Path folder) throws Exception {
        ReloadedServer server =
                backends.closed(
                        ReloadedServer.start(
                                folder, config("\"models\":{}", entry("small", small, ONE))));
        var _ = first(server.port());
        RawHttp second = waiting(server.port(), 1, "second");

        var _ =
                server.reload(
                        config("\"models\":{}", entry("small", small, ",\"maxConcurrency\":2")));

        small.awaitRequests(CHAT, 2);
        gate.countDown();
        assertThat(second.readResponse().status()).isEqualTo(200);
    }

    @Test
    void aBackendThatIsResumedGetsThoseThatWait() throws Exception {
        int port =
                backends.server(
                                "\"models\":{}",
                                entry("small", small, ONE),
                                entry("other", backends.backend("other", "tiny"), ""))
                        .port();
        admin(port, "other/drain");
        var _ = first(port);
        RawHttp second = waiting(port, 1, "second");

        admin(port, "other/resume");

        assertThat(second.readResponse().text()).contains("From other");
    }

    @Test
    void whoeverWaitsForABackendThatIsDrainedIsToldSo() throws Exception {
        int port = server("\"models\":{}").port();
        var _ = first(port);
        RawHttp second = waiting(port, 1, "second");

        admin(port, "small/drain");

        WireMessage refused = second.readResponse();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text()).contains("'small': drained");
    }

    @Test
    void administratorsSeeHowManyWait() throws Exception {
        int port = server("\"models\":{}").port();
        var _ = first(port);
        var _ = waiting(port, 1, "second");

        assertThat(RawHttp.get(port, "/admin/backends").text()).endsWith(",\"waiting\":1}");
    }

    private void admin(int port, String path) throws IOException {
        RawHttp client = backends.closed(RawHttp.connect(port));
        client.post("/admin/servers/" + path, "");
        assertThat(client.readResponse().status()).isEqualTo(200);
    }

    @Test
    void aServerThatEndsLeavesNobodyWaiting() throws Exception {
        StartedServer server =
                StartedServer.of(config("\"models\":{}", entry("small", small, ONE)));
        RawHttp first = first(server.port());
        RawHttp second = waiting(server.port(), 1, "second");

        server.close();

        for (RawHttp each : List.of(first, second)) {
            assertThat(each.readResponse().status()).isEqualTo(503);
        }
    }
}
