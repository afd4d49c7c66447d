package dev.chasqui.bootstrap.routing;

import static dev.chasqui.bootstrap.exchange.RoutedBackends.CHAT;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.QUESTION;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.entry;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.exchange.Keys;
import dev.chasqui.bootstrap.exchange.RoutedBackends;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Which of the requests that wait is next, of several callers and after a pause. */
class QueueTurnsTest {
    private final RoutedBackends backends = new RoutedBackends();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final FakeBackend small =
            backends.backend("small", "tiny")
                    .on("POST", CHAT, FakeOpenAi.chat("From small").once(gate));

    @AfterEach
    void close() throws Exception {
        gate.countDown();
        backends.close();
    }

    private RawHttp sent(int port, String text, Header... headers) throws IOException {
        RawHttp client = backends.closed(RawHttp.connect(port));
        client.post(CHAT, QUESTION.formatted("tiny").replace("Hi", text), headers);
        return client;
    }

    private static void awaitLength(int port, int length, Header... headers) throws IOException {
        Polled.untilPasses(
                () ->
                        assertThat(RawHttp.get(port, "/metrics", headers).text())
                                .contains("chasqui_queue_length " + length + ".0\n"));
    }

    @Test
    void twoKeysTakeTurns() throws Exception {
        int port =
                backends.server(
                                "\"keys\":["
                                        + Keys.entry("ann", "admin", "\"*\"")
                                        + ","
                                        + Keys.entry("bob", "user", "\"*\"")
                                        + "]",
                                entry("small", small, ",\"maxConcurrency\":1"))
                        .port();
        Header ann = Keys.bearer("ann");
        RawHttp first = sent(port, "first", ann);
        small.awaitRequest(CHAT);
        RawHttp ann1 = sent(port, "ann1", ann);
        awaitLength(port, 1, ann);
        RawHttp ann2 = sent(port, "ann2", ann);
        awaitLength(port, 2, ann);
        RawHttp bob1 = sent(port, "bob1", Keys.bearer("bob"));
        awaitLength(port, 3, ann);

        gate.countDown();

        for (RawHttp each : List.of(first, ann1, ann2, bob1)) {
            assertThat(each.readResponse().status()).isEqualTo(200);
        }
        assertThat(small.received(CHAT))
                .extracting(one -> one.message().text().replaceAll(".*content\":\"(\\w+).*", "$1"))
                .containsExactly("first", "ann1", "bob1", "ann2");
    }

    @Test
    void thoseThatWaitGetABackendThatIsBackAfterAPause() throws Exception {
        FakeBackend other = backends.backend("other", "tiny");
        other.on(
                "POST",
                CHAT,
                Answer.sequence(status(429, "Retry-After: 4\r\n"), FakeOpenAi.chat("From other")));
        int port =
                backends.server(
                                "\"models\":{}",
                                entry("other", other, ",\"priority\":1,\"maxConcurrency\":1"),
                                entry("small", small, ",\"maxConcurrency\":1"))
                        .port();
        var _ = sent(port, "first");
        small.awaitRequest(CHAT);
        assertThat(other.received(CHAT)).hasSize(1);
        RawHttp second = sent(port, "second");
        RawHttp third = sent(port, "third");
        awaitLength(port, 2);

        assertThat(second.readResponse().text()).contains("From other");
        assertThat(third.readResponse().text()).contains("From other");
        assertThat(small.received(CHAT)).hasSize(1);
    }
}
