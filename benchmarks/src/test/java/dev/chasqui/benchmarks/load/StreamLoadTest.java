package dev.chasqui.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.benchmarks.loop.SocketLoop;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.function.Supplier;

class StreamLoadTest {
    private static final int FRAMES = 4;
    private static final String END = ScriptedServer.chunk("data: [DONE]\n\n") + "0\r\n\r\n";

    @Test
    void wholeStreamsAreCounted() {
        StreamLoad.Window window = load(() -> ScriptedServer.stream(END, 0, 1, 2, 3), false);

        assertThat(window.lost()).isZero();
        assertThat(window.streams()).isPositive();
        assertThat(window.frames()).isPositive();
        assertThat(window.firstFrames().getTotalCount()).isPositive();
        assertThat(window.firstFailure()).isNull();
    }

    @Test
    void aLostFrameIsSeen() {
        StreamLoad.Window window = load(() -> ScriptedServer.stream(END, 0, 1, 3), false);

        assertThat(window.lost()).isPositive();
        assertThat(window.firstFailure()).isEqualTo("frame 3 where 2 was due");
    }

    @Test
    void aLostLastFrameIsSeen() {
        StreamLoad.Window window = load(() -> ScriptedServer.stream(END, 0, 1, 2), false);

        assertThat(window.firstFailure()).isEqualTo("a stream of 3 frames");
    }

    @Test
    void aDoubledFrameIsSeen() {
        StreamLoad.Window window = load(() -> ScriptedServer.stream(END, 0, 1, 1, 2, 3), false);

        assertThat(window.firstFailure()).isEqualTo("frame 1 where 2 was due");
    }

    @Test
    void aSwappedFrameIsSeen() {
        StreamLoad.Window window = load(() -> ScriptedServer.stream(END, 0, 2, 1, 3), false);

        assertThat(window.firstFailure()).isEqualTo("frame 2 where 1 was due");
    }

    @Test
    void aChangedFrameIsSeen() {
        StreamLoad.Window window =
                load(() -> ScriptedServer.stream(END, 0, 1, 2, 3).replace("#0001", "#0o01"), false);

        assertThat(window.lost()).isPositive();
    }

    @Test
    void aLateFrameIsSeen() {
        Duration age = Duration.ofMillis(50);

        StreamLoad.Window window = load(() -> ScriptedServer.stream(age, END, 0, 1, 2, 3), false);

        assertThat(window.lost()).isZero();
        assertThat(window.late()).isEqualTo(window.frames()).isPositive();
    }

    @Test
    void aCutStreamIsSeen() {
        StreamLoad.Window window = load(() -> ScriptedServer.stream("", 0, 1), true);

        assertThat(window.lost()).isPositive();
        assertThat(window.firstFailure()).isEqualTo("the connection ended after frame 1");
    }

    @Test
    void aStreamWithoutItsDialectsEndIsSeen() {
        StreamLoad.Window window =
                load(() -> ScriptedServer.stream("0\r\n\r\n", 0, 1, 2, 3), false);

        assertThat(window.firstFailure()).isEqualTo("a stream without its end");
    }

    @Test
    void anErrorIsSeen() {
        StreamLoad.Window window =
                load(() -> "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", false);

        assertThat(window.firstFailure()).isEqualTo("status 503");
    }

    private static StreamLoad.Window load(Supplier<String> answer, boolean closes) {
        try (SocketLoop loop = new SocketLoop();
                ScriptedServer server = new ScriptedServer(answer, closes)) {
            return StreamLoad.run(
                    loop,
                    server.ask(new RawRequest.Holds("")),
                    2,
                    FRAMES,
                    Duration.ofMillis(10),
                    Duration.ofMillis(40),
                    () -> {});
        }
    }
}
