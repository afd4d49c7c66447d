package dev.chasqui.benchmarks.mock;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.benchmarks.load.FirstAnswer;
import dev.chasqui.benchmarks.load.RawRequest;
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
    void itsStreamsAreWhole(String path, StreamShape shape) {
        String body = "{\"stream\":true,\"text\":\"%s\"}".formatted(word(shape));

        StreamLoad.Window window =
                StreamLoad.run(
                        mock.loop(),
                        ask(path, body, new RawRequest.Holds("")),
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
        assertThat(MockAnswers.openAi()).hasSize(1024);
        assertThat(MockAnswers.ollama()).hasSize(1024);
        assertThat(answers(OPENAI, MockAnswers.openAi())).isTrue();
        assertThat(answers(OLLAMA, MockAnswers.ollama())).isTrue();
    }

    @Test
    void itGivesAVectorForEachText() {
        String texts = "{\"input\":[\"from Cuzco\",\"to Cuzco\"]}";

        RawRequest.Expected two = new RawRequest.Same(MockAnswers.embeddings(2).getBytes(UTF_8));
        assertThat(FirstAnswer.await(ask("/v1/embeddings", texts, two), PATIENCE, () -> true))
                .isPresent();
        assertThat(MockAnswers.embeddings(2)).contains("\"index\":1,");
    }

    @Test
    void itListensOnMorePortsWhileItRuns() throws IOException {
        int more;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            more = free.getLocalPort();
        }

        mock.listenToo(more);

        RawRequest ask = RawRequest.get(more, "/health", new RawRequest.Holds("ok"));
        assertThat(FirstAnswer.await(ask, PATIENCE, () -> true)).isPresent();
    }

    private boolean answers(String path, String body) {
        RawRequest.Expected same = new RawRequest.Same(body.getBytes(UTF_8));
        return FirstAnswer.await(ask(path, "{\"stream\":false}", same), PATIENCE, () -> true)
                .isPresent();
    }

    private RawRequest ask(String path, String body, RawRequest.Expected expected) {
        return RawRequest.post(mock.port(), path, Map.of(), body, expected);
    }

    private static String word(StreamShape shape) {
        return switch (shape) {
            case PACED -> "";
            case BRIEF -> "brief";
            case FLOOD -> "flood";
        };
    }
}
