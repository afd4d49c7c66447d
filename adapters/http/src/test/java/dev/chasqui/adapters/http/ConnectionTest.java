package dev.chasqui.adapters.http;

import static dev.chasqui.adapters.http.TestServer.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.http.connection.WatchedConnection;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

/** Several requests on one connection. */
class ConnectionTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final Header CLOSE = new Header("Connection", "close");

    private static String request(String model, boolean stream) {
        String body = ask(model, stream);
        return "POST "
                + CHAT
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    @Test
    void aConnectionIsKeptForTheNextRequest() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            for (int i = 0; i < 2 * WatchedConnection.REQUESTS_PER_READER; i++) {
                assertThat(client.post(CHAT, ask("hello", i % 3 == 0)).readResponse().text())
                        .contains("hello");
                assertThat(client.request("GET", "/", "").readResponse().status()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aListenerThatThrowsHarmsNoExchangeAndIsToldOfOnce(boolean stream) throws Exception {
        try (LogLines lines = new LogLines();
                TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            server.listenerFails.set(true);
            for (int i = 0; i < 3; i++) {
                assertThat(client.post(CHAT, ask("hello", stream)).readResponse().text())
                        .contains("hello", stream ? "[DONE]" : "hello world");
                assertThat(server.nextRecord().failure()).isEmpty();
            }
            assertThat(server.openStreams).hasValue(0);
            assertThat(lines.take()).filteredOn(line -> line.getThrown() != null).hasSize(1);
        }
    }

    @Test
    void requestsThatComeTogetherAreAnsweredInTurn() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            client.send(request("hello", true) + request("utf8", false) + request("hello", true));
            assertThat(client.readResponse().text()).contains("world");
            assertThat(client.readResponse().text()).contains("🦙");
            assertThat(client.readResponse().text()).contains("world");
        }
    }

    @Test
    void aRequestThatComesWhileAnotherIsAnsweredIsNotLost() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            client.send(request("slow", true));
            server.backend.awaitAsked();
            String next = request("utf8", false);
            client.send(next.substring(0, 20));
            client.send(next.substring(20));
            assertThat(client.readResponse().text()).contains("one");
            assertThat(client.readResponse().text()).contains("🦙");
        }
    }

    @Test
    void moreThanIsReadAheadIsNotLostEither() throws Exception {
        int requests = 3_000;
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            for (int i = 1; i < WatchedConnection.REQUESTS_PER_READER; i++) {
                assertThat(client.post(CHAT, ask("hello", false)).readResponse().status())
                        .isEqualTo(200);
            }
            client.send(request("slow", true) + request("hello", false).repeat(requests));
            assertThat(client.readResponse().text()).contains("one");
            for (int i = 0; i < requests; i++) {
                assertThat(client.readResponse().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void oneWhoAsksToCloseIsClosed() throws Exception {
        try (TestServer server = TestServer.start()) {
            for (boolean stream : new boolean[] {true, false}) {
                try (RawHttp client = server.connect()) {
                    client.post(CHAT, ask("hello", stream), CLOSE);
                    assertThat(client.readResponse().header("Connection")).contains("close");
                    assertThat(client.isClosedWithin(Duration.ofSeconds(2))).isTrue();
                }
            }
        }
    }

    @Test
    void aBodyThatNobodyReadsIsNotTakenForARequest() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            String smuggled = "GET /admin/agents HTTP/1.1\r\nHost: localhost\r\n\r\n";
            client.request("POST", "/v1/models", smuggled);
            assertThat(client.readResponse().status()).isEqualTo(405);
            assertThat(client.isClosedWithin(Duration.ofSeconds(2))).isTrue();
        }
    }

    @Test
    void aClientThatWaitsForTheWordToGoOnGetsIt() throws Exception {
        String body = ask("hello", false);
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            client.send(
                    "POST "
                            + CHAT
                            + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                            + "Content-Length: "
                            + body.length()
                            + "\r\n\r\n");
            assertThat(client.readHead().status()).isEqualTo(100);
            assertThat(client.send(body).readResponse().text()).contains("hello world");
        }
    }
}
