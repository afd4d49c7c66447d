package dev.chasqui.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;

/** Request lines and heads that only hostile clients send. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileHeadsTest {
    private static final String NEXT = "GET /api/version HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private TestServer server;
    private LogLines log;

    @BeforeAll
    void start() {
        server = TestServer.start();
        log = new LogLines();
    }

    @BeforeEach
    void forget() {
        log.take();
    }

    @AfterAll
    void stop() {
        log.close();
        server.close();
    }

    private WireMessage onlyAnswer(String bytes) throws Exception {
        try (RawHttp client = server.connect()) {
            client.send((bytes + NEXT).getBytes(StandardCharsets.ISO_8859_1));
            WireMessage answer = client.readResponse();
            // The server would otherwise wait a while for bytes to drop.
            client.halfClose();
            assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
            return answer;
        }
    }

    @Test
    void theConnectionOfARefusedHeadIsClosedThoughItsClientStays() throws Exception {
        try (RawHttp client = server.connect()) {
            client.send("GET /\u0001 HTTP/1.1\r\nHost: localhost\r\n\r\n" + NEXT);
            assertThat(client.readResponse().status()).isEqualTo(400);
            assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
        }
    }

    private void assertRefused(int status, String bytes) throws Exception {
        WireMessage answer = onlyAnswer(bytes);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).startsWith("{\"error\":").doesNotContain("Internal");
        assertThat(answer.header("x-request-id")).isPresent();
        assertThat(answer.header("X-Chasqui")).isPresent();
        List<LogRecord> lines = log.take();
        assertThat(lines).hasSizeLessThan(2).allMatch(line -> line.getThrown() == null);
        assertThat(lines).allMatch(line -> line.getLevel().equals(Level.INFO));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "G\0T / HTTP/1.1",
                "G{T / HTTP/1.1",
                "G\u00c9T / HTTP/1.1",
                "\tGET / HTTP/1.1",
                " / HTTP/1.1",
                "GET\t/ HTTP/1.1",
                "GET  / HTTP/1.1",
                "GET / / HTTP/1.1",
                "GET  HTTP/1.1",
                "GET /",
                "GET /\0 HTTP/1.1",
                "GET /\u0080 HTTP/1.1",
                "GET /%zz HTTP/1.1",
                "GET /?%\1 HTTP/1.1",
                "GET nope HTTP/1.1",
                "GET a:b HTTP/1.1",
                "GET ftp://localhost/ HTTP/1.1",
                "GET http:/// HTTP/1.1",
                "GET http://me@localhost/ HTTP/1.1",
                "GET http://localhost:x/ HTTP/1.1",
                "GET http://localhost/\0 HTTP/1.1",
                "GET * HTTP/1.1",
                "CONNECT localhost:80 HTTP/1.1",
                "GET / HTTP/1.1 ",
                "GET / http/1.1",
                "GET / HTTP/1",
                "GET / HTTP/1.x",
                "GET / HTTP/1.1\r",
                "GET /\nHTTP/1.1"
            })
    void aRequestLineThatIsNoneIsABadRequest(String line) throws Exception {
        assertRefused(400, line + "\r\nHost: localhost\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost\nX: y\r\n",
                "Host: localhost\r\nno colon\r\n",
                "Host: localhost\r\n: no name\r\n",
                "Host: localhost\r\nna me: x\r\n",
                "Host: localhost\r\nname : x\r\n",
                "Host: localhost\r\nn\0: x\r\n",
                "Host: localhost\r\nn\u00e9: x\r\n",
                " Host: localhost\r\n",
                "Host: localhost\r\nX: a\r\n b\r\n",
                "Host: localhost\r\nX: a\r\n b: c\r\n",
                "Host: localhost\r\nX: a\0b\r\n",
                "Host: localhost\r\nX: a\rb\r\n",
                "Host: localhost\r\nX: a\nb\r\n",
                "Host: localhost\r\nConnection: a\0b\r\n",
                "Host:\r\n",
                "Host: a b\r\n",
                "Host: a\0\r\n",
                "Host: localhost:x\r\n",
                "Host: me@localhost\r\n",
                "Host: localhost/\r\n",
                "Host: ::1\r\n",
                "Host: [::1\r\n",
                "Host: localhost\r\nHost: localhost\r\n",
                "Host: localhost\r\nhost: evil.example\r\n",
                "X: y\r\n"
            })
    void aHeadThatIsNoneIsABadRequest(String head) throws Exception {
        assertRefused(400, "POST /api/show HTTP/1.1\r\nContent-Length: 5\r\n" + head + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: +2",
                "Content-Length: -2",
                "Content-Length: 0x2",
                "Content-Length: 2 2",
                "Content-Length: 2, 3",
                "Content-Length: 1e1",
                "Content-Length:",
                "Content-Length: 99999999999999999999",
                "Content-Length: 2\r\nContent-Length: 3",
                "Content-Length: 2\r\ncontent-length: 2x",
                "Transfer-Encoding: chunked\r\nContent-Length: 2",
                "Content-Length: 2\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, gzip",
                "Transfer-Encoding: gzip",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked;q=1",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding:"
            })
    void aBodyWithoutAClearEndIsABadRequest(String framing) throws Exception {
        assertRefused(
                400, "POST /api/show HTTP/1.1\r\nHost: localhost\r\n" + framing + "\r\n\r\n{}");
    }

    static Stream<String> largeHeads() {
        String small = "X-Name: " + "x".repeat(90) + "\r\n";
        return Stream.of(
                "X-Large: " + "x".repeat(70_000) + "\r\n",
                "x".repeat(70_000) + ": y\r\n",
                "Connection: " + "x".repeat(70_000) + "\r\n",
                "x".repeat(70_000),
                small.repeat(1_000));
    }

    @ParameterizedTest
    @MethodSource("largeHeads")
    void aHeadThatIsTooLargeIsToldSo(String head) throws Exception {
        assertRefused(431, "GET / HTTP/1.1\r\nHost: localhost\r\n" + head + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1", "HTTP/1.0"})
    void aRequestLineThatIsTooLongIsToldSo(String version) throws Exception {
        assertRefused(414, "GET /" + "x".repeat(5_000) + " " + version + "\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/2.0", "PRI * HTTP/2.0", "GET / HTTP/0.9", "GET / HTTP/1.2"})
    void anotherVersionOfTheProtocolIsToldSo(String line) throws Exception {
        assertRefused(505, line + "\r\nHost: localhost\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "G",
                "GET / HTTP/1.1",
                "GET / HTTP/1.1\r",
                "GET / HTTP/1.1\r\n",
                "GET / HTTP/1.1\r\nHo",
                "GET / HTTP/1.1\r\nHost:",
                "GET / HTTP/1.1\r\nHost: local",
                "GET / HTTP/1.1\r\nHost: localhost\r",
                "GET / HTTP/1.1\r\nHost: localhost\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX",
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r"
            })
    void aClientThatLeavesInTheMiddleOfItsHeadIsNothingToTell(String half) throws Exception {
        try (RawHttp client = server.connect()) {
            client.send(half).halfClose();
            assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
        }
        assertThat(log.take()).isEmpty();
    }
}
