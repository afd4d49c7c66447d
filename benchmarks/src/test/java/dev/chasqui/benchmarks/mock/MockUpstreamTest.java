package dev.chasqui.benchmarks.mock;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.benchmarks.load.Ask;
import dev.chasqui.benchmarks.load.FirstAnswer;
import dev.chasqui.benchmarks.load.StreamLoad;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;

class MockUpstreamTest {
    private static final String OPENAI = "/v1/chat/completions";
    private static final String OLLAMA = "/api/chat";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final MockUpstream mock;

    MockUpstreamTest() throws IOException {
        mock = new MockUpstream(0);
        Thread.ofPlatform().daemon().start(mock::run);
    }

    @ParameterizedTest
    @CsvSource({OPENAI + ",BRIEF", OPENAI + ",FLOOD", OLLAMA + ",BRIEF", OLLAMA + ",FLOOD"})
    void itsStreamsAreWhole(String path, Shape shape) {
        String body = "{\"stream\":true,\"text\":\"%s\"}".formatted(word(shape));

        StreamLoad.Window window =
                StreamLoad.run(
                        mock.loop(),
                        ask(path, body, new Ask.Holds("")),
                        3,
                        shape.frames(),
                        Duration.ofMillis(10),
                        Duration.ofMillis(100),
                        () -> {});

        assertThat(window.firstFailure()).isNull();
        assertThat(window.lost()).isZero();
        assertThat(window.frames()).isPositive();
    }

    @Test
    void itsWholeAnswersHaveAKilobyte() {
        assertThat(Answers.openAi()).hasSize(1024);
        assertThat(Answers.ollama()).hasSize(1024);
        assertThat(answers(OPENAI, Answers.openAi())).isTrue();
        assertThat(answers(OLLAMA, Answers.ollama())).isTrue();
    }

    @Test
    void itListensOnMorePortsWhileItRuns() throws IOException {
        int more;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            more = free.getLocalPort();
        }

        mock.listenToo(more);

        Ask ask = Ask.get(more, "/health", new Ask.Holds("ok"));
        assertThat(FirstAnswer.await(ask, PATIENCE, () -> true)).isPresent();
    }

    private boolean answers(String path, String body) {
        Ask.Expected same = new Ask.Same(body.getBytes(UTF_8));
        return FirstAnswer.await(ask(path, "{\"stream\":false}", same), PATIENCE, () -> true)
                .isPresent();
    }

    private Ask ask(String path, String body, Ask.Expected expected) {
        return Ask.post(mock.port(), path, Map.of(), body, expected);
    }

    private static String word(Shape shape) {
        return switch (shape) {
            case PACED -> "";
            case BRIEF -> "brief";
            case FLOOD -> "flood";
        };
    }
}
