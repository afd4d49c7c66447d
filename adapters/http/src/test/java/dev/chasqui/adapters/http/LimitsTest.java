package dev.chasqui.adapters.http;

import static dev.chasqui.adapters.http.TestServer.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

/** Requests that are too large or malformed. */
class LimitsTest {
    private static final String CHUNKED = head("Transfer-Encoding: chunked");

    private static String head(String framing) {
        return String.join(
                "\r\n", "POST /v1/chat/completions HTTP/1.1", "Host: localhost", framing, "", "");
    }

    @Test
    void aBodyThatSaysItIsTooLargeIsRefusedUnread() throws Exception {
        try (TestServer server = TestServer.startLimited(limits -> limits.withBody(1_000));
                RawHttp client = server.connect()) {
            client.send(head("Content-Length: 1001"));
            WireMessage answer = client.readResponse();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.text()).contains("1000 bytes");
            assertThat(answer.header("Connection")).contains("close");
            assertThat(server.nextRecord().status()).isEqualTo(413);
            assertThat(client.isClosedWithin(Duration.ofSeconds(2))).isTrue();
        }
    }

    @Test
    void oneWhoSendsItAllTheSameSeesTheAnswer() throws Exception {
        try (TestServer server = TestServer.startLimited(limits -> limits.withBody(1_000))) {
            String body = "{\"model\":\"" + "x".repeat(8_000_000) + "\"}";
            assertThat(RawHttp.post(server.port(), "/api/chat", body).status()).isEqualTo(413);
        }
    }

    @Test
    void chunksThatAreTooLargeTogetherAreRefused() throws Exception {
        try (TestServer server = TestServer.startLimited(limits -> limits.withBody(1_000));
                RawHttp client = server.connect()) {
            client.send(CHUNKED + ("100\r\n" + "x".repeat(256) + "\r\n").repeat(4));
            assertThat(client.readResponse().status()).isEqualTo(413);
        }
    }

    @Test
    void oneChunkIsNotReadToItsEndBeforeItIsRefused() throws Exception {
        try (TestServer server = TestServer.startLimited(limits -> limits.withBody(1_000));
                RawHttp client = server.connect()) {
            client.send(CHUNKED + "7fffffff\r\n" + "x".repeat(100_000));
            assertThat(client.readResponse().status()).isEqualTo(413);
        }
    }

    @Test
    void aBodyInChunksIsRead() throws Exception {
        String body = ask("hello", false);
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            client.send(
                    CHUNKED
                            + Integer.toHexString(5)
                            + "\r\n"
                            + body.substring(0, 5)
                            + "\r\n"
                            + Integer.toHexString(body.length() - 5)
                            + "\r\n"
                            + body.substring(5)
                            + "\r\n0\r\n\r\n");
            assertThat(client.readResponse().text()).contains("hello world");
        }
    }

    @Test
    void oneThatFallsSilentIsCutHoweverMuchItHasSent() throws Exception {
        try (TestServer server = TestServer.startWith(t -> t.withRead(Duration.ofMillis(300)));
                RawHttp client = server.connect()) {
            client.send(head("Content-Length: 30000000") + "x".repeat(8_000_000));
            assertThat(client.readResponse().status()).isEqualTo(408);
        }
    }

    @Test
    void oneThatIsSlowButNeverSilentIsWaitedForAsLongAsItsBodyIsLarge() throws Exception {
        String body = ask("hello", false) + " ".repeat(500_000);
        try (TestServer server = TestServer.startWith(t -> t.withRead(Duration.ofMillis(400)));
                RawHttp client = server.connect()) {
            client.send(head("Content-Length: " + body.length()));
            int piece = body.length() / 8 + 1;
            for (int at = 0; at < body.length(); at += piece) {
                assertThat(client.isClosedWithin(Duration.ofMillis(100))).isFalse();
                client.send(body.substring(at, Math.min(at + piece, body.length())));
            }
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /{secret} HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /?{secret} HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nsecret line\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: secret\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                        + "Content-Length: 2\r\n\r\n{}"
            })
    void aMalformedRequestGetsAPlainAnswer(String text) throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            client.send(text);
            WireMessage answer = client.readResponse();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).startsWith("{\"error\":").doesNotContain("secret");
            assertThat(answer.header("x-request-id")).isPresent();
            assertThat(answer.header("X-Chasqui")).isPresent();
        }
    }

    @Test
    void oneConnectionMoreThanThereMayBeIsToldSo() throws Exception {
        try (TestServer server = TestServer.startLimited(limits -> limits.withConnections(2));
                RawHttp first = server.connect();
                RawHttp second = server.connect()) {
            assertThat(first.request("GET", "/", "").readResponse().status()).isEqualTo(200);
            assertThat(second.request("GET", "/", "").readResponse().status()).isEqualTo(200);
            try (RawHttp third = server.connect()) {
                WireMessage answer = third.request("GET", "/", "").readResponse();
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).isPresent();
            }
            assertThat(first.request("GET", "/", "").readResponse().status()).isEqualTo(200);
        }
    }
}
