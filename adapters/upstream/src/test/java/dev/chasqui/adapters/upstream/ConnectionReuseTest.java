package dev.chasqui.adapters.upstream;

import static dev.chasqui.adapters.upstream.BackendCalls.ask;
import static dev.chasqui.adapters.upstream.BackendCalls.backend;
import static dev.chasqui.adapters.upstream.BackendCalls.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.upstream.client.ServerSideConnection;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.testing.Polled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.CountDownLatch;

/** The reuse of connections, also after the server has closed them. */
class ConnectionReuseTest {

    @Test
    void exchangesInARowShareOneConnection() {
        try (FakeServer server = FakeServer.answering(HttpAnswers.STREAM)) {
            HttpBackend backend = backend(server);
            for (int i = 0; i < 200; i++) {
                assertThat(ask(backend)).containsExactly("one", "two");
                Polled.until("the connection is back", () -> backend.idleConnections() == 1);
            }
            assertThat(server.connections()).hasSize(1);
        }
    }

    @Test
    void anErrorDoesNotCostTheConnection() {
        try (FakeServer server = FakeServer.answering(HttpAnswers.json(400, "no"))) {
            HttpBackend backend = backend(server);
            assertThat(failure(() -> ask(backend))).isInstanceOf(Failure.BackendRefused.class);
            assertThat(failure(() -> ask(backend))).isInstanceOf(Failure.BackendRefused.class);
            assertThat(server.connections()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // It announces that it closes.
                """
                HTTP/1.1 200 OK
                Connection: Close
                Content-Type: application/json
                Content-Length: 2

                {}\
                """,
                // HTTP/1.0 closes unless a header keeps the connection alive.
                """
                HTTP/1.0 200 OK
                Content-Type: application/json
                Content-Length: 2

                {}\
                """,
                // There are two lengths: another program on the way may have found another end.
                """
                HTTP/1.1 200 OK
                Content-Type: application/json
                Content-Length: 3
                Transfer-Encoding: chunked

                2
                {}
                0

                """,
                // Bytes after the end belong to no answer.
                """
                HTTP/1.1 200 OK
                Content-Type: application/json
                Content-Length: 2

                {}{}\
                """
            })
    void aConnectionOfWhichThatIsNotSureIsNotUsedAgain(String answer) {
        try (FakeServer server = FakeServer.answering(HttpAnswers.crlf(answer))) {
            HttpBackend backend = backend(server);
            assertThat(ask(backend)).containsExactly("{}");
            assertThat(ask(backend)).containsExactly("{}");
            assertThat(server.connections()).hasSize(2);
        }
    }

    @Test
    void aReplyThatIsClosedBeforeItsEndClosesItsConnection() throws Exception {
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readRequest();
                            connection.write(HttpAnswers.STREAM_HEAD + HttpAnswers.chunk("one\n"));
                            connection.awaitClient();
                        })) {
            HttpBackend backend = backend(server);
            ChatReply reply = backend.chat(BackendCalls.question("?"), new Cancellation()).reply();
            reply.next();
            reply.close();

            BackendCalls.assertOpens(server.connections().getFirst().clientLeft());
            assertThat(backend.idleConnections()).isZero();
        }
    }

    @Test
    void aConnectionThatTheServerClosedBetweenRequestsIsReplacedUnseen() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readRequest();
                            connection.write(HttpAnswers.json(200, "{}"));
                            if (connection.number() == 0) {
                                connection.close();
                                closed.countDown();
                            } else {
                                connection.awaitClient();
                            }
                        })) {
            HttpBackend backend = backend(server);
            ask(backend);
            BackendCalls.assertOpens(closed);

            assertThat(ask(backend)).containsExactly("{}");
            assertThat(server.connections().getLast().requests()).hasSize(1);
        }
    }

    @Test
    void aRequestThatCrossesTheServersCloseIsSentOnceMore() {
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readRequest();
                            connection.write(HttpAnswers.json(200, "{}"));
                            if (connection.number() == 0) {
                                connection.readRequest();
                            } else {
                                connection.awaitClient();
                            }
                        })) {
            HttpBackend backend = backend(server);
            ask(backend);

            assertThat(ask(backend)).containsExactly("{}");
            assertThat(server.connections()).hasSize(2);
            assertThat(server.connections().getFirst().requests()).hasSize(2);
            assertThat(server.connections().getLast().requests()).hasSize(1);
        }
    }

    @Test
    void aLongRequestThatCrossesTheServersCloseIsSentOnceMoreToo() {
        String longText = "x".repeat(3_000_000);
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readRequest();
                            connection.write(HttpAnswers.json(200, "{}"));
                            if (connection.number() == 0) {
                                connection.readHead();
                            } else {
                                connection.awaitClient();
                            }
                        })) {
            HttpBackend backend = backend(server);
            ask(backend);

            try (ChatReply reply =
                    backend.chat(BackendCalls.question(longText), new Cancellation()).reply()) {
                assertThat(BackendCalls.texts(reply)).containsExactly("{}");
            }
            assertThat(server.connections().getLast().requests().getFirst().body())
                    .isEqualTo(longText);
        }
    }

    @Test
    void aRequestThatAFreshConnectionLosesIsNotSentAgain() {
        try (FakeServer server = FakeServer.playing(ServerSideConnection::readRequest)) {
            assertThat(failure(() -> ask(backend(server))))
                    .isEqualTo(
                            new Failure.BackendFailed(
                                    "house", "it closed the connection without an answer"));
            assertThat(server.connections()).hasSize(1);
        }
    }

    @Test
    void aRequestIsNotSentAgainOnceAByteOfItsAnswerCame() {
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readRequest();
                            connection.write(HttpAnswers.json(200, "{}"));
                            connection.readRequest();
                            connection.write("H");
                        })) {
            HttpBackend backend = backend(server);
            ask(backend);

            assertThat(failure(() -> ask(backend)))
                    .isEqualTo(
                            new Failure.BackendFailed(
                                    "house", "it closed the connection without an answer"));
            assertThat(server.connections()).hasSize(1);
        }
    }

    @Test
    void aRequestIsNotSentAgainWhenItsAnswerIsLate() {
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readRequest();
                            connection.write(HttpAnswers.json(200, "{}"));
                            connection.readRequest();
                            connection.awaitClient();
                        })) {
            HttpBackend backend = backend(server.url(), BackendCalls.QUICK);
            ask(backend);

            assertThat(failure(() -> ask(backend))).isInstanceOf(Failure.BackendTimeout.class);
            assertThat(server.connections()).hasSize(1);
        }
    }
}
