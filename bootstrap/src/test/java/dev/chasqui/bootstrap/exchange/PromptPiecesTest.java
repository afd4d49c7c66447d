package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Piece;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;

/**
 * No piece of a stream waits for an acknowledgement that the other side delays by 40 ms.
 *
 * <p>If one does, it does so in nearly every stream on a kept connection; on a new connection a
 * system acknowledges the first pieces at once. A busy machine is late sometimes, but not at every
 * look.
 */
@Isolated("others take the time that it measures")
class PromptPiecesTest {
    private static final int STREAMS = 50;
    private static final int FEWER_THAN = 5;
    private static final int LOOKS = 3;
    private static final Duration LATE = Duration.ofMillis(30);
    private static final Duration GAP = Duration.ofMillis(5);

    @ParameterizedTest
    @EnumSource(Client.class)
    void hardlyAnyStreamHasALatePiece(Client client) throws IOException {
        for (Client backend : Client.values()) {
            try (Setting setting = Setting.with(backend);
                    RawHttp http = setting.connect()) {
                setting.answers(
                        backend == Client.OPENAI
                                ? FakeOpenAi.chat("Hello there!", GAP)
                                : FakeOllama.chat("Hello there!", GAP));
                int late = lateStreams(http, client);
                for (int look = 1; look < LOOKS && late >= FEWER_THAN; look++) {
                    late = lateStreams(http, client);
                }
                assertThat(late).isLessThan(FEWER_THAN);
            }
        }
    }

    private static int lateStreams(RawHttp http, Client client) throws IOException {
        int late = 0;
        for (int i = 0; i < STREAMS; i++) {
            late += hasLatePiece(http, client) ? 1 : 0;
        }
        return late;
    }

    /** Returns true if a piece came long after the request, or after the piece before it. */
    private static boolean hasLatePiece(RawHttp http, Client client) throws IOException {
        Duration before = Duration.ZERO;
        boolean late = false;
        for (Piece piece :
                http.post(client.path(), Client.question("Hi", true)).readResponse().pieces()) {
            late |= piece.at().minus(before).compareTo(LATE) > 0;
            before = piece.at();
        }
        return late;
    }
}
