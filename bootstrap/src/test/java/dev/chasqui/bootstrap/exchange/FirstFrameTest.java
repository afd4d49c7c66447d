package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;

/** No stream waits for an acknowledgement that the other side holds back for 40 ms. */
class FirstFrameTest {
    private static final int STREAMS = 50;
    private static final int FEWER_THAN = 5;
    private static final Duration LATE = Duration.ofMillis(30);
    private static final Duration GAP = Duration.ofMillis(5);

    @ParameterizedTest
    @EnumSource(Client.class)
    void hardlyAnyFirstFrameIsLate(Client client) throws IOException {
        for (Client backend : Client.values()) {
            try (Setting setting = Setting.with(backend)) {
                setting.backend()
                        .on(
                                "POST",
                                backend.path(),
                                backend == Client.OPENAI
                                        ? FakeOpenAi.chat("Hello there!", GAP)
                                        : FakeOllama.chat("Hello there!", GAP));
                int late = 0;
                for (int i = 0; i < STREAMS; i++) {
                    late += firstFrame(client, setting).compareTo(LATE) > 0 ? 1 : 0;
                }
                assertThat(late).isLessThan(FEWER_THAN);
            }
        }
    }

    /** When it came, since the question was sent; the backend sends its own at once. */
    private static Duration firstFrame(Client client, Setting setting) throws IOException {
        try (RawHttp http = setting.connect()) {
            http.post(client.path(), Client.question("Hi", true));
            http.readHead();
            Duration at = http.readPiece().orElseThrow().at();
            while (http.readPiece().isPresent()) {
                // The rest is of no interest, but a client that leaves would disturb the next.
            }
            return at;
        }
    }
}
