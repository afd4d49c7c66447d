package dev.chasqui.bootstrap.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.FakeBackend;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The frames of a WebSocket of the Responses API, exact and wrong ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SocketFramesTest {
    private static final String HI =
            "{\"type\":\"response.create\",\"model\":\"tiny\",\"store\":false,\"input\":\"Hi\"}";

    private final FakeBackend backend = ToolServer.OPENAI.play();
    private final StartedServer server = ToolServer.OPENAI.before(backend, "");

    @AfterAll
    void stop() {
        server.close();
        backend.close();
    }

    private FrameClient open() throws IOException {
        return FrameClient.open(server.port());
    }

    @Test
    void theHandshakeProvesThatTheServerKnowsTheProtocol() throws IOException {
        try (FrameClient client = open()) {
            assertThat(client.head())
                    .startsWith("HTTP/1.1 101 ")
                    .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            for (int i = 0; i < 40; i++) {
                assertThat(client.say(HI).turn().getLast()).contains("Hello there!");
            }
        }
    }

    @Test
    void aMessageInPiecesWithAPingBetweenThemIsOneMessage() throws IOException {
        try (FrameClient client = open()) {
            byte[] first = HI.substring(0, 20).getBytes(StandardCharsets.UTF_8);
            byte[] second = HI.substring(20).getBytes(StandardCharsets.UTF_8);
            client.frame(0x01, first).frame(FrameClient.PING, new byte[] {7});
            FrameClient.Frame pong = client.read().orElseThrow();
            assertThat(pong.kind()).isEqualTo(FrameClient.PONG);
            assertThat(pong.payload()).containsExactly(7);

            assertThat(client.frame(0x80, second).turn().getLast()).contains("Hello there!");
        }
    }

    @Test
    void aClientThatBreaksTheRulesIsClosedAndOthersAreServed() throws IOException {
        byte[] length = FrameClient.length(Long.MAX_VALUE, 0x80);
        byte[] huge = new byte[length.length + 1];
        huge[0] = (byte) 0x81;
        System.arraycopy(length, 0, huge, 1, length.length);
        assertClosed(1002, new byte[] {(byte) 0x81, 1, 'a'});
        assertClosed(1002, new byte[] {(byte) 0xC1, (byte) 0x80, 0, 0, 0, 0});
        assertClosed(1002, new byte[] {(byte) 0x80, (byte) 0x80, 0, 0, 0, 0});
        assertClosed(1012, new byte[] {(byte) 0x83, (byte) 0x80, 0, 0, 0, 0});
        assertClosed(1003, new byte[] {(byte) 0x82, (byte) 0x80, 0, 0, 0, 0});
        assertClosed(1009, huge);
        try (FrameClient client = open()) {
            assertThat(client.say(HI).turn().getLast()).contains("Hello there!");
        }
    }

    private void assertClosed(int code, byte[] wrong) throws IOException {
        try (FrameClient client = open()) {
            List<FrameClient.Frame> frames = client.raw(wrong).rest();
            assertThat(frames).as("%02x", wrong[0]).hasSize(1);
            assertThat(frames.getFirst().kind()).isEqualTo(FrameClient.CLOSE);
            assertThat(frames.getFirst().reason()).isEqualTo(code);
        }
    }

    @Test
    void aGoodbyeIsAnswered() throws IOException {
        try (FrameClient client = open()) {
            byte[] goodbye = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xE8};
            FrameClient.Frame end = client.raw(goodbye).read().orElseThrow();

            assertThat(end.kind()).isEqualTo(FrameClient.CLOSE);
            assertThat(end.reason()).isEqualTo(1000);
        }
    }

    @Test
    void aServerThatStopsEndsTheConnection() throws IOException {
        try (FrameClient client = openAt(ToolServer.OPENAI.before(backend, ""))) {
            assertThat(client.rest()).allMatch(frame -> frame.kind() == FrameClient.CLOSE);
        }
    }

    private static FrameClient openAt(StartedServer stopping) throws IOException {
        try (stopping) {
            FrameClient client = FrameClient.open(stopping.port());
            assertThat(client.say(HI).turn().getLast()).contains("Hello there!");
            return client;
        }
    }
}
