package dev.chasqui.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.benchmarks.loop.SocketLoop;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

class WholeLoadTest {
    private static final Duration TIME = Duration.ofMillis(40);
    private static final RawRequest.Expected GOOD = new RawRequest.Same("good".getBytes(UTF_8));

    @Test
    void rightAnswersAreCounted() {
        WholeLoad.Window window = load("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood", false);

        assertThat(window.answers()).isPositive();
        assertThat(window.failures()).isZero();
        assertThat(window.latencies().getTotalCount()).isEqualTo(window.answers());
    }

    @Test
    void chunkedAnswersAreRead() {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

        WholeLoad.Window window =
                load(
                        head
                                + ScriptedServer.chunk("go")
                                + ScriptedServer.chunk("od")
                                + "0\r\n\r\n",
                        false);

        assertThat(window.answers()).isPositive();
        assertThat(window.failures()).isZero();
    }

    @Test
    void aChangedAnswerFails() {
        WholeLoad.Window window = load("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngoof", false);

        assertThat(window.answers()).isZero();
        assertThat(window.firstFailure()).isEqualTo("another body of 4 bytes");
    }

    @Test
    void anErrorFails() {
        WholeLoad.Window window = load("HTTP/1.1 500 No\r\nContent-Length: 4\r\n\r\ngood", false);

        assertThat(window.firstFailure()).isEqualTo("status 500");
    }

    @Test
    void aCutAnswerFails() {
        WholeLoad.Window window = load("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ngood", true);

        assertThat(window.answers()).isZero();
        assertThat(window.firstFailure())
                .isEqualTo("the connection ended before the answer was whole");
    }

    @Test
    void aSteadyLoadAsksNoMoreThanItsRateAndStopsAfterEachPart() {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood";
        try (SocketLoop loop = new SocketLoop();
                ScriptedServer server = new ScriptedServer(() -> answer, false)) {
            AtomicInteger parts = new AtomicInteger();
            WholeLoad.Window window =
                    WholeLoad.steady(
                            loop,
                            server.ask(GOOD),
                            2,
                            100,
                            Duration.ofMillis(50),
                            2,
                            parts::incrementAndGet);

            assertThat(window.failures()).isZero();
            assertThat(parts).hasValue(2);
            assertThat(window.answers()).isBetween(1L, 12L);
        }
    }

    @Test
    void theFirstRightAnswerEndsTheWait() {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood";
        try (ScriptedServer server = new ScriptedServer(() -> answer, false)) {
            assertThat(FirstAnswer.await(server.ask(GOOD), Duration.ofSeconds(5), () -> true))
                    .isPresent();
            assertThat(FirstAnswer.await(server.ask(new RawRequest.Holds("bad")), TIME, () -> true))
                    .isEmpty();
        }
    }

    private static WholeLoad.Window load(String answer, boolean closes) {
        try (SocketLoop loop = new SocketLoop();
                ScriptedServer server = new ScriptedServer(() -> answer, closes)) {
            return WholeLoad.run(loop, server.ask(GOOD), 2, TIME, () -> {});
        }
    }
}
