package dev.chasqui.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.http.connection.WatchedConnections;
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
import java.util.ArrayList;
import java.util.List;

/** The answers above the limit of connections. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProbesTest {
    private TestServer server;
    private RawHttp only;

    @BeforeAll
    void fill() throws Exception {
        server = TestServer.startLimited(limits -> limits.withConnections(1));
        only = server.connect();
        assertThat(only.request("GET", "/", "").readResponse().status()).isEqualTo(200);
    }

    @AfterAll
    void stop() {
        only.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /health/live",
        "GET, /health/ready",
        "HEAD, /health/live",
        "GET, /health/live/"
    })
    void probesAreAnsweredAllTheSame(String method, String path) throws Exception {
        try (RawHttp probe = server.connect()) {
            WireMessage answer = probe.request(method, path, "").readResponse();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Connection")).contains("close");
            assertThat(probe.isClosedWithin(Duration.ofSeconds(5))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /",
        "GET, /health",
        "OPTIONS, /",
        "GET, /nope",
        "POST, /api/chat",
        "GET, /upstream/hello/health",
        "GET, /admin/nope"
    })
    void allElseIsToldToComeAgain(String method, String path) throws Exception {
        try (RawHttp client = server.connect()) {
            String body = method.equals("POST") ? TestServer.ask("hello", false) : "";
            WireMessage answer = client.request(method, path, body).readResponse();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).contains("1 connections");
            assertThat(answer.header("Retry-After")).contains("1");
            assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /health/li"})
    void oneThatAsksNothingIsToldSoAndDoesNotHoldTheReserve(String some) throws Exception {
        try (RawHttp silent = server.connect()) {
            WireMessage answer = silent.send(some).readResponse();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(silent.isClosedWithin(Duration.ofSeconds(5))).isTrue();
        }
    }

    @Test
    void manyThatAskNothingDoNotHoldUpAProbe() throws Exception {
        List<RawHttp> silent = new ArrayList<>();
        try {
            for (int i = 0; i <= WatchedConnections.MOST_IN_RESERVE; i++) {
                silent.add(server.connect());
            }
            int cutWithoutAWord = 0;
            for (RawHttp client : silent) {
                cutWithoutAWord += client.isClosedWithin(Duration.ofSeconds(10)) ? 1 : 0;
            }
            // The other connections are answered after their timeout.
            assertThat(cutWithoutAWord).isPositive();
        } finally {
            silent.forEach(RawHttp::close);
        }
    }

    @Test
    void whenOneLeavesTheNextIsServed() throws Exception {
        try (TestServer other = TestServer.startLimited(limits -> limits.withConnections(1))) {
            try (RawHttp first = other.connect()) {
                assertThat(first.request("GET", "/", "").readResponse().status()).isEqualTo(200);
            }
            WireMessage answer = RawHttp.get(other.port(), "/api/version");
            while (answer.status() == 503) {
                answer = RawHttp.get(other.port(), "/api/version");
            }
            assertThat(answer.status()).isEqualTo(200);
        }
    }
}
