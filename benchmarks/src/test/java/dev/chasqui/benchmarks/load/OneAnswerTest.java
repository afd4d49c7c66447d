package dev.chasqui.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;

@Timeout(60)
class OneAnswerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final RawRequest.Expected HI = new RawRequest.Holds("hi");

    @Test
    void statusAndBodyAreRead() throws IOException {
        try (ScriptedServer server = new ScriptedServer(() -> head(503, 2) + "hi", false)) {
            OneAnswer answer = OneAnswer.of(server.ask(HI), PATIENCE);

            assertThat(answer.summary()).isEqualTo("status 503: hi");
            assertThat(answer.fits(HI)).isFalse();
        }
    }

    @Test
    void anAnswerThatIsCutOffFails() {
        try (ScriptedServer server = new ScriptedServer(() -> head(200, 9) + "hi", true)) {
            assertThatIOException()
                    .isThrownBy(() -> OneAnswer.of(server.ask(HI), PATIENCE))
                    .withMessageContaining("before the answer was whole");
        }
    }

    @Test
    void theWaitForAnAnswerEnds() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            RawRequest ask = RawRequest.get(silent.getLocalPort(), "/", HI);

            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> OneAnswer.of(ask, Duration.ofMillis(20)));
        }
    }

    private static String head(int status, int length) {
        return "HTTP/1.1 " + status + " Said\r\nContent-Length: " + length + "\r\n\r\n";
    }
}
