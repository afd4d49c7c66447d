package dev.chasqui.adapters.upstream;

import static dev.chasqui.adapters.upstream.BackendCalls.ask;
import static dev.chasqui.adapters.upstream.BackendCalls.assertOpens;
import static dev.chasqui.adapters.upstream.BackendCalls.failure;
import static dev.chasqui.adapters.upstream.BackendCalls.question;
import static dev.chasqui.adapters.upstream.BackendCalls.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.upstream.client.AddressRule;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.adapters.upstream.client.HttpClient;
import dev.chasqui.adapters.upstream.client.ProbeClient;
import dev.chasqui.adapters.upstream.client.ServerSideConnection;
import dev.chasqui.adapters.upstream.client.Timeouts;
import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.departures.Departures;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.testing.Polled;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Backends behind https. The certificate of the tests is for {@code localhost}; it was made with
 * {@code keytool -genkeypair -keyalg EC -validity 36500 -dname CN=localhost -ext
 * san=dns:localhost}.
 */
class TlsTest {
    private final SSLContext tls = trustingOurs();

    @Test
    void aReplyComesThroughTlsAndItsConnectionIsUsedAgain() {
        try (FakeServer server = secured(TlsTest::answer)) {
            HttpBackend backend = backend(server, "localhost", tls);
            assertThat(ask(backend)).containsExactly("one", "two");
            Polled.until("the connection is back", () -> backend.idleConnections() == 1);
            assertThat(ask(backend)).containsExactly("one", "two");
            assertThat(server.connections()).hasSize(1);
        }
    }

    @Test
    void aLongRequestGoesThroughTls() {
        String longText = "x".repeat(1_000_000);
        try (FakeServer server = secured(TlsTest::answer);
                ChatReply reply =
                        backend(server, "localhost", tls)
                                .chat(question(longText), new Cancellation())
                                .reply()) {
            assertThat(BackendCalls.texts(reply)).containsExactly("one", "two");
            assertThat(server.connections().getFirst().requests().getFirst().body())
                    .isEqualTo(longText);
        }
    }

    @Test
    void aBodyThatFlowsGoesThroughTls() {
        String text = "y".repeat(1_000_000);
        Forward call =
                new Forward("m", "POST", "/x", Optional.empty(), ScriptedContent.sized(text));
        try (FakeServer server = secured(TlsTest::answer);
                Forwarded answer =
                        backend(server, "localhost", tls)
                                .forward(call, Asker.NOBODY, new Cancellation())) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(server.connections().getFirst().requests().getFirst().body())
                    .isEqualTo(text);
        }
    }

    @Test
    void aProbeGoesThroughTls() {
        try (FakeServer server =
                secured(
                        connection -> {
                            while (connection.readRequest() != null) {
                                connection.write(HttpAnswers.json(200, "{\"version\":\"1\"}"));
                            }
                        })) {
            ProbeClient client =
                    new ProbeClient(
                            "house",
                            new BaseUrl(true, "localhost", server.port(), ""),
                            Map.of(),
                            "i",
                            () -> tls,
                            AddressRule.ANY);
            assertThat(client.get("/api/version", 100, new Cancellation()).status()).isEqualTo(200);
        }
    }

    @Test
    void aCertificateOfAnotherNameIsRefused() {
        try (FakeServer server = secured(TlsTest::answer)) {
            assertThat(failure(() -> ask(backend(server, "127.0.0.1", tls))))
                    .isInstanceOf(Failure.BackendUnreachable.class)
                    .extracting(Failure::message)
                    .asString()
                    .contains("no TLS connection to 127.0.0.1:" + server.port());
        }
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefused() {
        try (FakeServer server = secured(TlsTest::answer)) {
            assertThat(failure(() -> ask(backend(server, "localhost", HttpClient.defaultTls()))))
                    .isInstanceOf(Failure.BackendUnreachable.class);
        }
    }

    @Test
    void aServerWithoutTlsIsUnreachable() {
        try (FakeServer server =
                FakeServer.playing(c -> c.write("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
            assertThat(failure(() -> ask(backend(server, "localhost", tls))))
                    .isInstanceOf(Failure.BackendUnreachable.class);
        }
    }

    @Test
    void cancellingEndsTheHandshake() throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        try (FakeServer silent =
                FakeServer.playing(
                        connection -> {
                            connected.countDown();
                            connection.awaitClient();
                        })) {
            assertCancels(silent, connected);
        }
    }

    @Test
    void cancellingEndsTheWaitForAnAnswer() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (FakeServer server =
                secured(
                        connection -> {
                            connection.readRequest();
                            asked.countDown();
                            connection.awaitClient();
                        })) {
            assertCancels(server, asked);
        }
    }

    private void assertCancels(FakeServer server, CountDownLatch when) throws Exception {
        Cancellation cancellation = new Cancellation();
        HttpBackend backend = backend(server, "localhost", tls);
        FutureTask<Failure> waiting =
                start(() -> failure(() -> backend.chat(question("?"), cancellation)));
        assertOpens(when);
        cancellation.cancel();

        assertThat(waiting)
                .succeedsWithin(Duration.ofSeconds(1))
                .isEqualTo(new Failure.Cancelled());
        assertOpens(server.connections().getFirst().clientLeft());
    }

    private FakeServer secured(FakeServer.Script script) {
        return FakeServer.over(tls.getServerSocketFactory(), script);
    }

    private static void answer(ServerSideConnection connection) throws IOException {
        while (connection.readRequest() != null) {
            connection.write(HttpAnswers.STREAM);
        }
    }

    private static HttpBackend backend(FakeServer server, String host, SSLContext tls) {
        BackendEndpoint endpoint =
                new BackendEndpoint(
                        "house",
                        ServerType.OPENAI.ofLines(),
                        new BaseUrl(true, host, server.port(), ""),
                        Optional.empty(),
                        Optional.empty(),
                        Timeouts.DEFAULT);
        return new HttpBackend(endpoint, ServerType.LINES, "i", () -> tls, Departures.NONE);
    }

    private static SSLContext trustingOurs() {
        char[] password = "changeit".toCharArray();
        try (InputStream file = TlsTest.class.getResourceAsStream("localhost.p12")) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(Objects.requireNonNull(file), password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, password);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted(store));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the certificate of the tests does not load", e);
        }
    }

    /**
     * Returns a store with the key's certificate as an entry of its own, since only such an entry
     * is trusted.
     */
    private static KeyStore trusted(KeyStore store) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("localhost", store.getCertificate("localhost"));
        return trusted;
    }
}
