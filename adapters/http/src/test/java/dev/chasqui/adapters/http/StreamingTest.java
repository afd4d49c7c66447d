package dev.chasqui.adapters.http;

import static dev.chasqui.adapters.http.TestServer.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.testing.Piece;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Replies that come piece by piece, and replies that do not come. */
class StreamingTest {
    private static final String CHAT = "/v1/chat/completions";

    @Test
    void eachEventIsAPieceOfItsOwn() throws Exception {
        try (TestServer server = TestServer.start()) {
            WireMessage answer = RawHttp.post(server.port(), CHAT, ask("hello", true));
            assertThat(answer.status()).isEqualTo(200);
            List<String> pieces = answer.pieces().stream().map(Piece::text).toList();
            assertThat(pieces).hasSize(3).allMatch(piece -> piece.endsWith("\n\n"));
            assertThat(pieces.get(0)).contains("hello ");
            assertThat(pieces.get(1)).contains("world");
            assertThat(pieces.get(2))
                    .contains("\"finish_reason\":\"stop\"")
                    .endsWith("\n\ndata: [DONE]\n\n");
            assertThat(answer.header("Content-Type")).contains("text/event-stream");
            assertThat(answer.header("Cache-Control")).contains("no-cache");
            assertThat(answer.header("X-Accel-Buffering")).contains("no");
            assertThat(server.nextRecord())
                    .satisfies(
                            told -> {
                                assertThat(told.status()).isEqualTo(200);
                                assertThat(told.streamed()).isTrue();
                                assertThat(told.firstEvent()).isPresent();
                                assertThat(told.failure()).isEmpty();
                                assertThat(told.backend()).contains("scripted");
                            });
            assertThat(server.openStreams).hasValue(0);
        }
    }

    @Test
    void aFailureBeforeTheFirstEventHasItsStatus() throws Exception {
        try (TestServer server = TestServer.start()) {
            WireMessage answer = RawHttp.post(server.port(), CHAT, ask("refuses", true));
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.header("Content-Type")).contains("application/json");
            assertThat(answer.text()).contains("it is tired");
            assertThat(server.nextRecord().failure())
                    .containsInstanceOf(Failure.BackendFailed.class);
        }
    }

    @Test
    void aFailureInTheMiddleBecomesTheErrorEventAndNoEnding() throws Exception {
        try (TestServer server = TestServer.start()) {
            WireMessage answer = RawHttp.post(server.port(), CHAT, ask("breaks", true));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).contains("broke off").doesNotContain("[DONE]");
            assertThat(server.nextRecord().failure())
                    .containsInstanceOf(Failure.BackendBroke.class);
        }
    }

    @Test
    void aFailureInTheMiddleOfANdjsonStreamIsItsLastLine() throws Exception {
        try (TestServer server = TestServer.start()) {
            WireMessage answer = RawHttp.post(server.port(), "/api/chat", ask("breaks", true));
            List<String> lines = answer.text().lines().toList();
            assertThat(lines.getLast()).startsWith("{\"error\":");
            assertThat(answer.text()).doesNotContain("\"done\":true");
        }
    }

    @Test
    void headersThatWaitedTooLongGoOutWithKeepAlives() throws Exception {
        try (TestServer server =
                        TestServer.startWith(
                                t ->
                                        t.withHoldHeaders(Duration.ofMillis(100))
                                                .withKeepAlive(Duration.ofMillis(100)));
                RawHttp client = server.connect()) {
            client.post(CHAT, ask("silent", true));
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readPiece().orElseThrow().text()).startsWith(":");
            assertThat(client.readPiece().orElseThrow().text()).startsWith(":");
        }
    }

    @Test
    void aFailureAfterTheHeadersBecomesTheErrorEvent() throws Exception {
        try (TestServer server =
                TestServer.startWith(t -> t.withHoldHeaders(Duration.ofMillis(100)))) {
            try (RawHttp client = server.connect()) {
                client.post(CHAT, ask("silent", true));
                assertThat(client.readHead().status()).isEqualTo(200);
                assertThat(client.readPiece()).isPresent();
                server.server.close();
                assertThat(client.readPiece().orElseThrow().text())
                        .startsWith("data: {\"error\"")
                        .contains("stopping");
                assertThat(client.readPiece()).isEmpty();
            }
        }
    }

    @Test
    void aBugInAnEncoderEndsTheStreamWithAnErrorThatTellsNothing() throws Exception {
        try (TestServer server = TestServer.start()) {
            WireMessage answer = RawHttp.post(server.port(), CHAT, ask("encoder-bug", true));
            assertThat(answer.text()).contains("an error of the server").doesNotContain("secret");
            assertThat(server.nextRecord().cause()).containsInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void charactersOfSeveralBytesArrive() throws Exception {
        try (TestServer server = TestServer.start()) {
            assertThat(RawHttp.post(server.port(), CHAT, ask("utf8", true)).text())
                    .contains("ñandú ")
                    .contains("🦙")
                    .contains("…");
        }
    }

    @Test
    void partsThatABackendIgnoresAreNamed() throws Exception {
        try (TestServer server = TestServer.start()) {
            for (boolean stream : List.of(true, false)) {
                WireMessage answer = RawHttp.post(server.port(), CHAT, ask("dropping", stream));
                assertThat(answer.header("X-Chasqui-Dropped"))
                        .contains("logit_bias, evil??X-Evil:?1");
                assertThat(answer.header("X-Evil")).isEmpty();
            }
        }
    }

    @Test
    void headersAndFirstEventNeverWaitForAnAcknowledgement() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            List<Duration> first = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                client.post(CHAT, ask("hello", true));
                first.add(client.readResponse().pieces().getFirst().at());
            }
            List<Duration> sorted = first.stream().sorted().toList();
            System.out.println(
                    "first event: median " + sorted.get(25) + ", most " + sorted.get(49));
            assertThat(first.stream().filter(at -> at.toMillis() > 30).count()).isLessThan(5);
        }
    }

    @Test
    void aClientWithTheEndMayLeaveBeforeTheReplyIsClosed() throws Exception {
        try (TestServer server = TestServer.start()) {
            try (RawHttp client = server.connect()) {
                client.post(CHAT, ask("closes-late", true));
                assertThat(client.readResponse().text()).endsWith("data: [DONE]\n\n");
                assertThat(server.backend.open()).isEqualTo(1);
                client.hangUp();
            }
            // This is three times as long as the detection may take.
            assertThat(server.backend.isCancelledWithin(Duration.ofMillis(300))).isFalse();
            server.backend.mayClose();
            assertThat(server.nextRecord().status()).isEqualTo(200);
        }
    }

    @Test
    void manyStreamsRunAtATime() throws Exception {
        try (TestServer server = TestServer.start();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> one =
                    () -> RawHttp.post(server.port(), CHAT, ask("slow", true)).text();
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(clients.submit(one));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).contains("one").endsWith("data: [DONE]\n\n");
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(server.nextRecord().status()).isEqualTo(200);
            }
            assertThat(server.openStreams).hasValue(0);
        }
    }
}
