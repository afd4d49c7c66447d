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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

/** Clients of HTTP/1.0: proxies with their defaults, checks of load balancers, old tools. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http10Test {
    private TestServer server;
    private TestServer locked;

    @BeforeAll
    void start() {
        server = TestServer.start();
        locked = TestServer.startWithKeys();
    }

    @AfterAll
    void stop() {
        server.close();
        locked.close();
    }

    private static WireMessage last(TestServer server, String request) throws Exception {
        try (RawHttp client = server.connect()) {
            client.send(request);
            WireMessage answer = client.readResponse();
            assertThat(answer.header("Connection")).contains("close");
            assertThat(answer.header("Transfer-Encoding")).isEmpty();
            assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
            return answer;
        }
    }

    private static String post(String path, String headers, String body) {
        return "POST "
                + path
                + " HTTP/1.0\r\n"
                + headers
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host: localhost\r\n", "Connection: keep-alive\r\n"})
    void aQuestionIsAnsweredAndTheConnectionClosed(String headers) throws Exception {
        WireMessage answer = last(server, "GET /api/version HTTP/1.0\r\n" + headers + "\r\n");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("version");
        assertThat(answer.header("Content-Length")).isPresent();
    }

    @Test
    void headIsAnsweredToo() throws Exception {
        assertThat(last(server, "HEAD /api/version HTTP/1.0\r\n\r\n").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, data: [DONE]",
        "/api/chat, '\"done\":true'",
    })
    void aStreamIsNotChunkedAndEndsWithTheConnection(String path, String end) throws Exception {
        WireMessage answer = last(server, post(path, "", ask("hello", true)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Length")).isEmpty();
        assertThat(answer.text()).contains("hello").contains("world").contains(end);
        assertThat(answer.text().lines().map(String::strip))
                .noneMatch(line -> line.matches("[0-9a-f]{1,4}"));
    }

    @Test
    void aWholeReplyIsAnswered() throws Exception {
        WireMessage answer = last(server, post("/v1/chat/completions", "", ask("hello", false)));
        assertThat(answer.text()).contains("hello world");
    }

    @Test
    void nobodyIsToldToGoOn() throws Exception {
        String request = post("/api/chat", "Expect: 100-continue\r\n", ask("hello", false));
        assertThat(last(server, request).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\n",
                "Host: a b\r\n",
                "Host: localhost\r\nHost: localhost\r\n"
            })
    void aHeadThatHttp10DoesNotAllowIsABadRequest(String headers) throws Exception {
        String request = "POST /api/chat HTTP/1.0\r\n" + headers + "\r\n0\r\n\r\n";
        assertThat(last(server, request).status()).isEqualTo(400);
    }

    /** A client of HTTP/1.0 may be a proxy that forwards foreign requests. */
    @Test
    void anHttp10RequestIsNotFromThisMachine() throws Exception {
        String rest = "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        assertThat(last(server, "GET /admin/agents HTTP/1.1" + rest).status()).isEqualTo(200);
        assertThat(last(server, "GET /admin/agents HTTP/1.0" + rest).status()).isEqualTo(403);
    }

    @Test
    void aForeignHostIsForbidden() throws Exception {
        String request = "GET /api/version HTTP/1.0\r\nHost: evil.example\r\n\r\n";
        assertThat(last(server, request).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "*"})
    void theCheckOfABalancerIsAnsweredWithoutAKey(String target) throws Exception {
        WireMessage answer = last(locked, "OPTIONS " + target + " HTTP/1.0\r\n\r\n");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).contains("GET, HEAD, OPTIONS");
    }

    @Test
    void aKeyIsNeededAsEverywhere() throws Exception {
        assertThat(last(locked, "GET /v1/models HTTP/1.0\r\n\r\n").status()).isEqualTo(401);
    }

    @Test
    void aRequestOfTheNewerProtocolAfterwardsWouldNotBeReadAnyMore() throws Exception {
        String old = "GET /api/version HTTP/1.0\r\n\r\n";
        String next = "GET /api/version HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assertThat(last(server, old + next).status()).isEqualTo(200);
    }
}
