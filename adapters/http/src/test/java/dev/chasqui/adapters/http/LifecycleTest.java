package dev.chasqui.adapters.http;

import static dev.chasqui.adapters.http.TestServer.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.adapters.http.connection.ServerLimits;
import dev.chasqui.adapters.http.connection.ServerTimeouts;
import dev.chasqui.adapters.http.connection.WatchedConnection;
import dev.chasqui.adapters.http.edge.HeaderAliases;
import dev.chasqui.adapters.http.edge.ServerSettings;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** The server's start and stop. */
class LifecycleTest {
    private static ServerSettings settings(String host, int port, OptionalInt ollamaPort) {
        return new ServerSettings(
                host,
                port,
                ollamaPort,
                false,
                false,
                false,
                ServerTimeouts.DEFAULT,
                ServerLimits.DEFAULT,
                Set.of(),
                Set.of(),
                HeaderAliases.NONE,
                Set.of(),
                TestServer.INSTANCE);
    }

    @Test
    void aSecondPortServesTheSame() throws Exception {
        try (TestServer server =
                TestServer.start(s -> settings("127.0.0.1", 0, OptionalInt.of(0)))) {
            assertThat(server.server.ports()).hasSize(2).doesNotHaveDuplicates();
            for (int port : server.server.ports()) {
                assertThat(RawHttp.get(port, "/api/version").status()).isEqualTo(200);
                assertThat(RawHttp.post(port, "/v1/chat/completions", ask("hello", false)).status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void aTakenPortIsOneClearSentence() {
        try (TestServer first = TestServer.start()) {
            int taken = first.port();
            assertThatThrownBy(
                            () ->
                                    TestServer.start(
                                            s -> settings("127.0.0.1", taken, OptionalInt.empty())))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessage(
                            "127.0.0.1:"
                                    + taken
                                    + " is taken by another program; choose another with --port or"
                                    + " server.port");
            assertThatThrownBy(
                            () ->
                                    TestServer.start(
                                            s -> settings("127.0.0.1", 0, OptionalInt.of(taken))))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("server.ollamaPort");
        }
    }

    @Test
    void withoutKeysOtherMachinesAreLetInOnlyOnPurpose() {
        assertThatThrownBy(() -> TestServer.start(s -> settings("0.0.0.0", 0, OptionalInt.empty())))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith("server.host: 0.0.0.0");
    }

    @Test
    void streamsThatRunAreToldWhenTheServerStops() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            client.post("/v1/chat/completions", ask("once-then-silent", true));
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readPiece().orElseThrow().text()).contains("one");
            long began = System.nanoTime();
            server.server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(2));
            String last = client.readPiece().orElseThrow().text();
            assertThat(last).contains("\"error\"").contains("stopping");
            assertThat(client.readPiece()).isEmpty();
        }
    }

    @Test
    void aReplyThatIsNotThereYetGetsItsStatusWhenTheServerStops() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            client.post("/v1/chat/completions", ask("silent", false));
            server.backend.awaitAsked();
            server.server.close();
            assertThat(client.readResponse().status()).isEqualTo(503);
        }
    }

    @Test
    void aRequestThatIsStillArrivingIsToldThatTheServerStops() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp client = server.connect()) {
            client.request(
                    "POST",
                    "/api/chat",
                    "",
                    new Header("Content-Length", "500"),
                    new Header("Expect", "100-continue"));
            assertThat(client.readHead().status()).isEqualTo(100);
            client.send("{");

            server.server.close();

            WireMessage answer = client.readResponse();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).contains("the server is stopping");
            assertThat(server.nextRecord().status()).isEqualTo(503);
        }
    }

    @Test
    void noPortListensWhileAStreamGoesOnUntilItIsEnded() throws Exception {
        try (TestServer server =
                        TestServer.start(s -> settings("127.0.0.1", 0, OptionalInt.of(0)));
                RawHttp client = server.connect()) {
            List<Integer> ports = server.server.ports();
            client.post("/v1/chat/completions", ask("once-then-silent", true));
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readPiece().orElseThrow().text()).contains("one");

            assertThat(server.server.drain(Duration.ZERO, Duration.ofMillis(200))).isFalse();

            for (int port : ports) {
                assertThatThrownBy(() -> RawHttp.connect(port))
                        .hasCauseInstanceOf(ConnectException.class);
            }
            server.server.close();
            assertThat(client.readPiece().orElseThrow().text()).contains("\"error\"", "stopping");
        }
    }

    @Test
    void anIdleServerStopsWithoutWaiting() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp fresh = server.connect();
                RawHttp used = server.connect()) {
            assertThat(used.request("GET", "/api/version", "").readResponse().status())
                    .isEqualTo(200);

            assertThat(server.server.drain(Duration.ZERO, Duration.ofHours(1))).isTrue();

            assertThat(fresh.isClosedWithin(Duration.ofSeconds(1))).isTrue();
        }
    }

    @Test
    void aConnectionThatWaitsDoesNotHoldUpTheStop() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttp fresh = server.connect();
                RawHttp used = server.connect()) {
            for (int i = 0; i < WatchedConnection.REQUESTS_PER_READER; i++) {
                assertThat(
                                used.post("/v1/chat/completions", ask("hello", true))
                                        .readResponse()
                                        .status())
                        .isEqualTo(200);
            }
            long began = System.nanoTime();
            server.server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(2));
            assertThat(fresh.isClosedWithin(Duration.ofSeconds(1))).isTrue();
        }
    }
}
