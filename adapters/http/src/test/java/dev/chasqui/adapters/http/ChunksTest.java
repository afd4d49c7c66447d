package dev.chasqui.adapters.http;

import static dev.chasqui.adapters.http.TestServer.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.logging.Level;
import java.util.stream.Stream;

/** Bodies in chunks: the server reads those of the standard and refuses all others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChunksTest {
    private static final String HEAD =
            String.join(
                    "\r\n",
                    "POST /v1/chat/completions HTTP/1.1",
                    "Host: localhost",
                    "Transfer-Encoding: chunked",
                    "",
                    "");
    private static final String NEXT = "GET /api/version HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String BODY = ask("hello", false);
    private static final String SIZE = Integer.toHexString(BODY.length());

    private TestServer server;

    @BeforeAll
    void start() {
        server = TestServer.startLimited(limits -> limits.withBody(200_000));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<String> valid() {
        return Stream.of(
                SIZE + "\r\n" + BODY + "\r\n0\r\n\r\n",
                SIZE.toUpperCase(Locale.ROOT) + "\r\n" + BODY + "\r\n0\r\n\r\n",
                "000000000000" + SIZE + "\r\n" + BODY + "\r\n0000\r\n\r\n",
                SIZE + ";name=value\r\n" + BODY + "\r\n0;last\r\n\r\n",
                SIZE + " ; a ; b=\"c; d\"\r\n" + BODY + "\r\n0\r\n\r\n",
                SIZE + "\r\n" + BODY + "\r\n0\r\nX-Trailer: 1\r\nX-Other:\r\n\r\n",
                SIZE + ";x\r\n" + BODY + "\r\n0;y\r\nContent-Length: 7\r\n\r\n",
                "2\r\n" + BODY.substring(0, 2) + "\r\n" + inOnes(BODY.substring(2)),
                Integer.toHexString(BODY.length() + 150_000)
                        + "\r\n"
                        + BODY
                        + " ".repeat(150_000)
                        + "\r\n0\r\n\r\n");
    }

    private static String inOnes(String text) {
        StringBuilder chunks = new StringBuilder();
        text.chars().forEach(c -> chunks.append("1\r\n").append((char) c).append("\r\n"));
        return chunks + "0\r\n\r\n";
    }

    @ParameterizedTest
    @MethodSource("valid")
    void chunksOfTheStandardAreReadAndSoIsTheNextRequest(String chunks) throws Exception {
        try (RawHttp client = server.connect()) {
            for (int i = 0; i < 2; i++) {
                client.send(HEAD + chunks + NEXT);
                WireMessage answer = client.readResponse();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.text()).contains("hello world");
                assertThat(client.readResponse().text()).contains("version");
            }
        }
    }

    @Test
    void chunksMayComeInPieces() throws Exception {
        String whole = HEAD + SIZE + ";a=b\r\n" + BODY + "\r\n0\r\nX-Trailer: 1\r\n\r\n";
        try (RawHttp client = server.connect()) {
            for (int i = 0; i < whole.length(); i++) {
                client.send(whole.substring(i, i + 1));
            }
            assertThat(client.readResponse().text()).contains("hello world");
        }
    }

    static Stream<String> malformed() {
        String end = "\r\n0\r\n\r\n";
        return Stream.of(
                "+" + SIZE + "\r\n" + BODY + end,
                "-" + SIZE + "\r\n" + BODY + end,
                "0x" + SIZE + "\r\n" + BODY + end,
                " " + SIZE + "\r\n" + BODY + end,
                "\t" + SIZE + "\r\n" + BODY + end,
                SIZE + " \r\n" + BODY + end,
                SIZE + " x\r\n" + BODY + end,
                SIZE + ",x\r\n" + BODY + end,
                SIZE + ";\0\r\n" + BODY + end,
                SIZE + "\n" + BODY + end,
                SIZE + "\r" + BODY + end,
                SIZE + ";a\n" + BODY + end,
                "\r\n" + BODY + end,
                ";a\r\n" + BODY + end,
                "zz\r\n" + BODY + end,
                "1000000000000000" + SIZE + "\r\n" + BODY + end,
                "ffffffffffffffffffff\r\n" + BODY + end,
                SIZE + "\r\n" + BODY + "XX0\r\n\r\n",
                SIZE + "\r\n" + BODY + "\n\n0\r\n\r\n",
                SIZE + "\r\n" + BODY + "\n0\r\n\r\n",
                SIZE + "\r\n" + BODY + "\r0\r\n\r\n",
                SIZE + "\r\n" + BODY + "x" + end,
                SIZE + "\r\n" + BODY + "\r\n0\r\nJUNK\r\n\r\n",
                SIZE + "\r\n" + BODY + "\r\n0\r\n: x\r\n\r\n",
                SIZE + "\r\n" + BODY + "\r\n0\r\nna me: x\r\n\r\n",
                SIZE + "\r\n" + BODY + "\r\n0\r\nname : x\r\n\r\n",
                SIZE + "\r\n" + BODY + "\r\n0\r\n folded: x\r\n\r\n",
                SIZE + "\r\n" + BODY + "\r\n0\r\nx: a\0b\r\n\r\n",
                SIZE + "\r\n" + BODY + "\r\n0\r\nx: a\nb: c\r\n\r\n",
                SIZE + "\r\n" + BODY + "\r\n0\n\n",
                SIZE + "\r\n" + BODY + "\r\n0\r\n\n",
                SIZE + ";" + "x".repeat(70_000) + "\r\n" + BODY + end,
                SIZE + "\r\n" + BODY + "\r\n0\r\nx: " + "y".repeat(70_000) + "\r\n\r\n",
                SIZE + "\r\n" + BODY + "\r\n0\r\n" + "x: y\r\n".repeat(20_000) + "\r\n");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedChunksAreABadRequestAndNoOtherIsAnswered(String chunks) throws Exception {
        try (LogLines log = new LogLines();
                RawHttp client = server.connect()) {
            client.send((HEAD + chunks + NEXT).getBytes(StandardCharsets.ISO_8859_1));
            WireMessage answer = client.readResponse();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("chunks");
            // The server would otherwise wait a while for bytes to drop.
            client.halfClose();
            assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
            assertThat(log.take()).noneMatch(line -> line.getLevel().equals(Level.WARNING));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"30d42", "7fffffff", "80000000", "fffffffff", "fffffffffffffff"})
    void oneChunkThatIsTooLargeIsRefusedWhenSoMuchOfItCame(String size) throws Exception {
        try (RawHttp client = server.connect()) {
            client.send(HEAD + size + "\r\n" + "x".repeat(200_001));
            assertThat(client.readResponse().status()).isEqualTo(413);
            assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
        }
    }
}
