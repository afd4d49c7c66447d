package dev.chasqui.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

class FakeBackendTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String CHAT = "/v1/chat/completions";

    private final FakeBackend backend = FakeBackend.start();

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void aRecordingArrivesPieceByPieceAndEndsAsItDid() throws Exception {
        WireMessage recorded = Recording.load("llama-server/chat-stream").response();
        backend.on("POST", CHAT, Answer.playInTime("llama-server/chat-stream"));

        try (RawHttp client = RawHttp.connect(backend.port()).post(CHAT, "{}")) {
            WireMessage response = client.readResponse();

            assertThat(response.firstLine()).isEqualTo(recorded.firstLine());
            assertThat(response.headers()).isEqualTo(recorded.headers());
            assertThat(response.pieces())
                    .extracting(Piece::text)
                    .containsExactlyElementsOf(
                            recorded.pieces().stream().map(Piece::text).toList());
            assertThat(client.isClosedWithin(SOON)).isTrue();
        }
    }

    @Test
    void aConnectionIsKeptForTheNextRequest() throws Exception {
        backend.on("GET", "/v1/models", FakeOpenAi.models("a", "b"));

        try (RawHttp client = RawHttp.connect(backend.port())) {
            client.request("GET", "/v1/models?x=1", "").readResponse();
            WireMessage second = client.request("GET", "/v1/models", "").readResponse();

            assertThat(second.text()).contains("\"id\":\"a\"", "\"id\":\"b\"");
            assertThat(backend.received("/v1/models"))
                    .extracting(Received::connection)
                    .containsExactly(1, 1);
            assertThat(backend.acceptedConnections()).isEqualTo(1);
        }
        backend.awaitOpenConnections(0, SOON);
    }

    @Test
    void whatWasReceivedIsKeptByteForByte() throws Exception {
        try (RawHttp client = RawHttp.connect(backend.port())) {
            client.send(
                    """
                    POST /x HTTP/1.1\r
                    host: a\r
                    Transfer-Encoding: chunked\r
                    \r
                    3;e=1\r
                    {"a\r
                    4\r
                    ":1}\r
                    0\r
                    Trailer: t\r
                    \r
                    """);

            assertThat(client.readResponse().status()).isEqualTo(404);
            WireMessage message = backend.awaitRequest("/x").message();
            assertThat(message.headers())
                    .containsExactly(
                            new Header("host", "a"), new Header("Transfer-Encoding", "chunked"));
            assertThat(message.pieces()).extracting(Piece::text).containsExactly("{\"a", "\":1}");
        }
    }

    @Test
    void aClientThatHangsUpIsNoticedWhileNothingIsWritten() throws Exception {
        backend.on("POST", CHAT, Answer.stall());
        RawHttp client = RawHttp.connect(backend.port()).post(CHAT, "{}");
        Received request = backend.awaitRequest(CHAT);
        assertThat(request.isHungUp()).isFalse();

        client.hangUp();

        request.awaitHangUp(SOON);
        backend.awaitOpenConnections(0, SOON);
    }

    @Test
    void aClientThatResetsEndsAnEndlessStream() throws Exception {
        backend.on("POST", CHAT, Answer.endless("text/plain", Duration.ofMillis(1), "x"));
        RawHttp client = RawHttp.connect(backend.port()).post(CHAT, "{}");
        assertThat(client.readHead().status()).isEqualTo(200);
        assertThat(client.readPiece()).isPresent();

        client.reset();

        backend.awaitRequest(CHAT).awaitHangUp(SOON);
    }

    @Test
    void anAnswerCanBeCutInTheMiddleOfItsBody() throws Exception {
        backend.on("POST", CHAT, Answer.play("llama-server/chat").cutAfter(10));
        backend.on("POST", "/stream", Answer.play("llama-server/chat-stream").cutAfter(10));

        for (String path : List.of(CHAT, "/stream")) {
            try (RawHttp client = RawHttp.connect(backend.port()).post(path, "{}")) {
                client.readHead();
                assertThat(client.readPiece().orElseThrow().bytes()).hasSize(10);
                assertThatThrownBy(client::readPiece).isInstanceOf(EOFException.class);
            }
        }
    }

    @Test
    void anAnswerCanFallSilentInTheMiddleOfItsBody() throws Exception {
        backend.on("POST", CHAT, Answer.play("llama-server/chat-stream").stallAfter(10));

        try (RawHttp client = RawHttp.connect(backend.port()).post(CHAT, "{}")) {
            client.readHead();
            assertThat(client.readPiece().orElseThrow().bytes()).hasSize(10);
            assertThat(client.isClosedWithin(Duration.ofMillis(20))).isFalse();
        }
    }

    @Test
    void answersComeInSequenceAndTheLastOneStays() throws Exception {
        backend.on(
                "GET", "/", Answer.sequence(FakeOllama.error(503, "busy"), Answer.json(200, "1")));

        assertThat(RawHttp.get(backend.port(), "/").status()).isEqualTo(503);
        assertThat(RawHttp.get(backend.port(), "/").status()).isEqualTo(200);
        assertThat(RawHttp.get(backend.port(), "/").status()).isEqualTo(200);
    }

    @Test
    void anAnswerCanComeLate() throws Exception {
        Duration delay = Duration.ofMillis(30);
        backend.on("GET", "/", Answer.json(200, "1").after(delay).thenClose());

        try (RawHttp client = RawHttp.connect(backend.port()).request("GET", "/", "")) {
            assertThat(client.readResponse().pieces().getFirst().at())
                    .isGreaterThanOrEqualTo(delay);
            assertThat(client.isClosedWithin(SOON)).isTrue();
        }
    }

    @Test
    void garbageIsSentAsItIs() throws Exception {
        backend.on("GET", "/", Answer.garbage("SSH-2.0\n".getBytes(StandardCharsets.UTF_8)));
        backend.on("GET", "/nothing", Answer.hangUp());

        try (RawHttp client = RawHttp.connect(backend.port()).request("GET", "/", "")) {
            assertThatThrownBy(client::readHead).isInstanceOf(EOFException.class);
        }
        assertThatThrownBy(() -> RawHttp.get(backend.port(), "/nothing"))
                .isInstanceOf(EOFException.class)
                .hasMessage("closed without a response");
    }

    @Test
    void aHalfClosedClientStillGetsItsAnswer() throws Exception {
        backend.on("GET", "/", Answer.json(200, "1"));

        try (RawHttp client = RawHttp.connect(backend.port()).request("GET", "/", "")) {
            client.halfClose();

            assertThat(client.readResponse().text()).isEqualTo("1");
        }
    }

    @Test
    void aClosedBackendRefusesAndCanComeBackOnItsPort() throws Exception {
        RawHttp client = RawHttp.connect(backend.port());
        backend.close();

        assertThat(client.isClosedWithin(SOON)).isTrue();
        assertThatThrownBy(() -> RawHttp.get(backend.port(), "/")).hasMessageContaining("refused");
        try (FakeBackend again = FakeBackend.startOn(backend.port())) {
            again.on("GET", "/", Answer.json(200, "2"));
            assertThat(RawHttp.get(again.port(), "/").text()).isEqualTo("2");
        }
    }

    @Test
    void headGetsTheLengthWithoutTheBody() throws IOException {
        backend.on("HEAD", "/", Answer.json(200, "12345"));

        try (RawHttp client = RawHttp.connect(backend.port()).request("HEAD", "/", "")) {
            WireMessage response = client.readResponse();
            assertThat(response.header("content-length")).contains("5");
            assertThat(response.body()).isEmpty();
        }
    }
}
