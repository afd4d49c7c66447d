package dev.chasqui.bootstrap.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.bootstrap.exchange.Keys;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The Responses API on a WebSocket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponseSocketTest {
    private static final String HI =
            "{\"type\":\"response.create\",\"model\":\"tiny\",\"store\":false,\"input\":\"Hi\"}";

    private final FakeBackend backend = ToolServer.OPENAI.play();
    private final StartedServer server = ToolServer.OPENAI.before(backend, "");

    @BeforeEach
    void forget() {
        backend.forget();
    }

    @AfterAll
    void stop() {
        server.close();
        backend.close();
    }

    private SocketClient open(String... headers) throws IOException {
        return SocketClient.open(server.port(), headers);
    }

    private static String id(List<String> turn) {
        return turn.getLast().replaceAll(".*?\"id\":\"(resp_[^\"]+)\".*", "$1");
    }

    @Test
    void eachMessageIsATurnAndEachEventAMessage() throws IOException {
        try (SocketClient client = open()) {
            assertThat(client.head())
                    .startsWith("HTTP/1.1 101 ")
                    .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            for (int i = 0; i < 40; i++) {
                List<String> turn = client.say(HI).turn();

                assertThat(turn.getFirst()).contains("response.created", "\"sequence_number\":0,");
                assertThat(turn.getLast()).contains("response.completed", "Hello there!");
            }
        }
    }

    @Test
    void aMessageInPiecesWithAPingBetweenThemIsOneMessage() throws IOException {
        try (SocketClient client = open()) {
            byte[] first = HI.substring(0, 20).getBytes(StandardCharsets.UTF_8);
            byte[] second = HI.substring(20).getBytes(StandardCharsets.UTF_8);
            client.frame(0x01, first).frame(SocketClient.PING, new byte[] {7});
            SocketClient.Frame pong = client.read().orElseThrow();
            assertThat(pong.kind()).isEqualTo(SocketClient.PONG);
            assertThat(pong.payload()).containsExactly(7);

            assertThat(client.frame(0x80, second).turn().getLast()).contains("Hello there!");
        }
    }

    @Test
    void theLatestResponseCanBeContinuedThoughNothingKeepsIt() throws IOException {
        try (SocketClient client = open()) {
            String first = id(client.say(HI).turn());
            String next = HI.replace("\"Hi\"", "\"And?\",\"previous_response_id\":\"%s\"");
            List<String> second = client.say(next.formatted(first)).turn();

            assertThat(backend.received(ToolServer.OPENAI.path()).getLast().message().text())
                    .contains("\"Hi\"", "Hello there!", "\"And?\"");
            assertThat(second.getLast()).contains("\"previous_response_id\":\"" + first + "\"");
            assertThat(client.say(next.formatted(first)).turn().getLast())
                    .startsWith("{\"type\":\"error\",\"status\":4");
        }
    }

    @Test
    void aWrongRequestIsAMessageWithItsStatusAndTheNextOneIsAnswered() throws IOException {
        try (SocketClient client = open()) {
            assertThat(client.say(HI.replace("tiny", "nope")).turn().getLast())
                    .startsWith("{\"type\":\"error\",\"status\":404,\"error\":{")
                    .contains("model_not_found");
            assertThat(client.say("{\"type\":\"other\"}").turn().getLast())
                    .contains("\"status\":400", "response.create");
            assertThat(client.say("{\"type\":").turn().getLast()).contains("\"status\":400");
            assertThat(client.say(HI.replace("\"Hi\"", "\"Hi\",\"stream\":true")).turn().getLast())
                    .contains("\"status\":400", "stream");
            assertThat(client.say(HI).turn().getLast()).contains("Hello there!");
        }
    }

    @Test
    void aClientThatBreaksTheRulesGetsTheReason() throws IOException {
        assertReason(1002, new byte[] {(byte) 0x81, 1, 'a'});
        assertReason(1002, new byte[] {(byte) 0xC1, (byte) 0x80, 0, 0, 0, 0});
        assertReason(1002, new byte[] {(byte) 0x80, (byte) 0x80, 0, 0, 0, 0});
        assertReason(1002, new byte[] {(byte) 0x83, (byte) 0x80, 0, 0, 0, 0});
        assertReason(1003, new byte[] {(byte) 0x82, (byte) 0x80, 0, 0, 0, 0});
        assertReason(1007, new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, (byte) 0xFF});
        byte[] length = SocketClient.length(Long.MAX_VALUE, 0x80);
        byte[] huge = new byte[length.length + 1];
        huge[0] = (byte) 0x81;
        System.arraycopy(length, 0, huge, 1, length.length);
        assertReason(1009, huge);
        assertReason(1000, new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0});
    }

    private void assertReason(int reason, byte[] frame) throws IOException {
        try (SocketClient client = open()) {
            SocketClient.Frame end = client.raw(frame).read().orElseThrow();

            assertThat(end.kind()).isEqualTo(SocketClient.CLOSE);
            assertThat(end.reason()).isEqualTo(reason);
            assertThat(client.read()).isEmpty();
        }
    }

    @Test
    void aRequestWithoutAnUpgradeIsNoMethodOfThePath() throws IOException {
        assertThat(RawHttp.get(server.port(), "/v1/responses").status()).isEqualTo(405);
        try (SocketClient client = open("Origin: https://evil.example")) {
            assertThat(client.head()).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void aClientThatLeavesStopsItsTurn() throws Exception {
        backend.on("POST", ToolServer.OPENAI.path(), Answer.stall());
        try (SocketClient client = open()) {
            client.say(HI);
            backend.awaitRequest(ToolServer.OPENAI.path());
        } finally {
            backend.awaitOpenConnections(0, Duration.ofSeconds(5));
            ToolServer.OPENAI.playOn(backend);
        }
    }

    @Test
    void aKeyIsCheckedForTheConnectionAndForEachMessage() throws IOException {
        String keys = ",\"keys\":[%s]".formatted(Keys.entry("ann", "user", ""));
        Header key = Keys.bearer("ann");
        try (StartedServer closed = ToolServer.OPENAI.before(backend, keys)) {
            try (SocketClient client = SocketClient.open(closed.port())) {
                assertThat(client.head()).startsWith("HTTP/1.1 401 ");
            }
            try (SocketClient client =
                    SocketClient.open(closed.port(), key.name() + ": " + key.value())) {
                assertThat(client.say(HI).turn().getLast()).contains("Hello there!");
            }
        }
    }

    @Test
    void aServerThatStopsEndsTheConnection() throws IOException {
        try (SocketClient client = openAt(ToolServer.OPENAI.before(backend, ""))) {
            assertThat(client.read()).isEmpty();
        }
    }

    private static SocketClient openAt(StartedServer stopping) throws IOException {
        try (stopping) {
            SocketClient client = SocketClient.open(stopping.port());
            assertThat(client.say(HI).turn().getLast()).contains("Hello there!");
            return client;
        }
    }
}
