package dev.chasqui.adapters.upstream;

import static dev.chasqui.adapters.upstream.BackendCalls.ask;
import static dev.chasqui.adapters.upstream.BackendCalls.backend;
import static dev.chasqui.adapters.upstream.BackendCalls.failure;
import static dev.chasqui.adapters.upstream.BackendCalls.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.testing.Polled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HttpAnswers that are valid but rare, and answers that are invalid. */
class OddAnswersTest {

    @Test
    void anInterimAnswerThatNobodyAskedForIsReadOver() {
        try (FakeServer server =
                FakeServer.answering(
                        HttpAnswers.crlf(
                                        """
                                        HTTP/1.1 100 Continue

                                        HTTP/1.1 103 Early Hints
                                        Link: <x>

                                        """)
                                + HttpAnswers.STREAM)) {
            assertThat(ask(backend(server))).containsExactly("one", "two");
        }
    }

    @Test
    void chunksMayHaveExtensionsTrailersAndAnySize() {
        try (FakeServer server =
                FakeServer.answering(
                        HttpAnswers.STREAM_HEAD
                                + HttpAnswers.crlf(
                                                """
                                                1;a="b"
                                                o
                                                0004\s
                                                ne|t
                                                A
                                                wo|three|.
                                                1 ; x
                                                |
                                                000;last
                                                Digest: x
                                                Other: y

                                                """)
                                        .replace('|', '\n'))) {
            HttpBackend backend = backend(server);
            assertThat(ask(backend)).containsExactly("one", "two", "three");
            Polled.until("the connection is back", () -> backend.idleConnections() == 1);
            assertThat(ask(backend)).containsExactly("one", "two", "three");
            assertThat(server.connections()).hasSize(1);
        }
    }

    @Test
    void aReplyMayEndWithItsConnection() {
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readRequest();
                            connection.write(
                                    """
                                    HTTP/1.1 200 OK
                                    Content-Type: application/x-ndjson

                                    one
                                    .
                                    """);
                        })) {
            assertThat(ask(backend(server))).containsExactly("one");
            assertThat(ask(backend(server))).containsExactly("one");
        }
    }

    @Test
    void anAnswerThatComesBeforeTheRequestWasReadCounts() {
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readHead();
                            connection.write(HttpAnswers.json(413, "too large"));
                            connection.awaitClient();
                        })) {
            assertThat(failure(() -> chat(server, "x".repeat(20_000_000))))
                    .extracting(Failure::message)
                    .isEqualTo("too large");
        }
    }

    @Test
    void anAnswerCountsThoughItsServerClosesOnTheRequest() {
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readHead();
                            connection.write(
                                    HttpAnswers.json(413, "too large", "Connection: close"));
                            connection.stopSending();
                            connection.awaitClient();
                        })) {
            assertThat(failure(() -> chat(server, "x".repeat(20_000_000))))
                    .extracting(Failure::message)
                    .isEqualTo("too large");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.6\r\n",
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200OK\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nSpace : x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
            })
    void anAnswerThatIsNoHttpIsAFailureThatQuotesNothing(String answer) {
        try (FakeServer server = FakeServer.answering(answer)) {
            assertThat(failure(() -> ask(backend(server))))
                    .isInstanceOf(Failure.BackendFailed.class)
                    .extracting(Failure::message)
                    .asString()
                    .startsWith("backend 'house' failed: its answer is not valid HTTP: ")
                    .doesNotContain("SSH", "abc");
        }
    }

    @Test
    void aHeadWithoutEndIsRefused() {
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readRequest();
                            connection.write("HTTP/1.1 200 OK\r\n");
                            while (true) {
                                connection.write("X-Filler: " + "x".repeat(1_000) + "\r\n");
                            }
                        })) {
            assertThat(failure(() -> ask(backend(server))).message())
                    .endsWith("a line or its head is longer than allowed");
        }
    }

    @Test
    void aLineWithoutEndIsRefused() {
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readRequest();
                            while (true) {
                                connection.write("x".repeat(1_000));
                            }
                        })) {
            assertThat(failure(() -> ask(backend(server))).message())
                    .endsWith("a line or its head is longer than allowed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xyz\r\n", "-4\r\n", "\r\n", "ffffffffffffffffff\r\n", "0x4\r\n"})
    void aChunkWhoseSizeIsNoneBreaksTheReplyAfterWhatCameBefore(String size) {
        assertBreaksAfterOne(HttpAnswers.chunk("one\n") + size);
    }

    @Test
    void aChunkThatIsLongerThanItSaidBreaksTheReply() {
        assertBreaksAfterOne("4\r\none\nmore\r\n");
    }

    @Test
    void aConnectionThatDiesInTheReplyBreaksItAfterWhatCameBefore() {
        assertBreaksAfterOne(HttpAnswers.chunk("one\n"));
    }

    @Test
    void aReplyThatEndsCleanlyWithoutTheDialectsEndIsBroken() {
        assertBreaksAfterOne(HttpAnswers.chunk("one\n") + "0\r\n\r\n");
    }

    @Test
    void aWholeReplyThatIsCutIsBroken() {
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readRequest();
                            connection.write(HttpAnswers.json(200, "half").replace(": 4", ": 8"));
                        })) {
            assertThat(failure(() -> ask(backend(server))))
                    .isEqualTo(
                            new Failure.BackendBroke(
                                    "house", "the connection ended before the reply did"));
        }
    }

    /**
     * Asserts that a reply breaks after one text. The dialect's decoder decides last, so the
     * failure is its own.
     */
    private static void assertBreaksAfterOne(String body) {
        try (FakeServer server =
                        FakeServer.playing(
                                connection -> {
                                    connection.readRequest();
                                    connection.write(HttpAnswers.STREAM_HEAD + body);
                                });
                ChatReply reply = chat(server, "?")) {
            assertThat(reply.next()).isEqualTo(new ReplyEvent.Text("one"));
            Failure broken = new Failure.BackendBroke("house", "without a full stop");
            assertThat(failure(reply::next)).isEqualTo(broken);
            assertThat(failure(reply::next)).isEqualTo(broken);
        }
    }

    private static ChatReply chat(FakeServer server, String text) {
        return backend(server).chat(question(text), new Cancellation()).reply();
    }
}
