package dev.chasqui.adapters.upstream;

import static dev.chasqui.adapters.upstream.BackendCalls.QUICK;
import static dev.chasqui.adapters.upstream.BackendCalls.ask;
import static dev.chasqui.adapters.upstream.BackendCalls.backend;
import static dev.chasqui.adapters.upstream.BackendCalls.failure;
import static dev.chasqui.adapters.upstream.BackendCalls.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.adapters.upstream.client.ServerSideConnection;
import dev.chasqui.adapters.upstream.client.Timeouts;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;

/** Every wait has its own limit, and its failure names it. */
class TimeoutsTest {

    @Test
    void aConnectionThatIsNotMade() throws IOException {
        try (FullListener listener = new FullListener()) {
            assertThat(failure(() -> ask(backend(listener.url(), QUICK))))
                    .isEqualTo(
                            new Failure.BackendTimeout("house", "a connection", QUICK.connect()));
        }
    }

    @Test
    void aServerThatDoesNotAnswer() throws InterruptedException {
        try (FakeServer server = FakeServer.playing(ServerSideConnection::awaitClient)) {
            assertThat(failure(() -> ask(backend(server.url(), QUICK)))).isEqualTo(firstByte());
            BackendCalls.assertOpens(server.connections().getFirst().clientLeft());
        }
    }

    @Test
    void aServerThatSendsItsHeadAndThinksForeverAfterwards() {
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readRequest();
                            connection.write(HttpAnswers.STREAM_HEAD);
                            connection.awaitClient();
                        })) {
            assertThat(failure(() -> ask(backend(server.url(), QUICK)))).isEqualTo(firstByte());
        }
    }

    @Test
    void aServerThatDripsItsHead() {
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readRequest();
                            connection.write("HTTP/1.1 200 OK\r\nDrip: ");
                            while (connection.isOpenFor(Duration.ofMillis(50))) {
                                connection.write("x");
                            }
                        })) {
            assertThat(failure(() -> ask(backend(server.url(), QUICK)))).isEqualTo(firstByte());
        }
    }

    @Test
    void aServerThatFallsSilentInItsReply() {
        try (FakeServer server =
                        FakeServer.playing(
                                connection -> {
                                    connection.readRequest();
                                    connection.write(
                                            HttpAnswers.STREAM_HEAD + HttpAnswers.chunk("one\n"));
                                    connection.awaitClient();
                                });
                ChatReply reply =
                        backend(server.url(), QUICK)
                                .chat(question("?"), new Cancellation())
                                .reply()) {
            assertThat(reply.next()).isEqualTo(new ReplyEvent.Text("one"));
            Failure expected =
                    new Failure.BackendTimeout("house", "more of the reply", QUICK.idle());
            assertThat(failure(reply::next)).isEqualTo(expected);
            assertThat(failure(reply::next)).isEqualTo(expected);
        }
    }

    @Test
    void aLimitMustBePositive() {
        assertThatThrownBy(() -> new Timeouts(Duration.ZERO, QUICK.firstByte(), QUICK.idle()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeouts.connect: PT0S (expected: more than 0)");
    }

    private static Failure firstByte() {
        return new Failure.BackendTimeout("house", "the first byte", QUICK.firstByte());
    }
}
