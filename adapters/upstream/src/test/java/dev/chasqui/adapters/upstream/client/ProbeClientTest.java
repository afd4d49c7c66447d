package dev.chasqui.adapters.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Questions off the path of requests, to servers of any kind. */
class ProbeClientTest {
    private static final int MOST = 1_000;
    private static final String HELLO =
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Odd: a\r\n\r\nhello";

    private final ServerSocket listener;
    private final CompletableFuture<ServerSideConnection> connection = new CompletableFuture<>();
    private final Cancellation cancellation = new Cancellation();

    ProbeClientTest() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    private interface Script {
        void play(ServerSideConnection connection) throws IOException;
    }

    private void playing(Script script) {
        Thread.startVirtualThread(
                () -> {
                    try (ServerSideConnection accepted =
                            new ServerSideConnection(listener.accept(), 0)) {
                        connection.complete(accepted);
                        script.play(accepted);
                    } catch (IOException e) {
                        // The test is over, or the client left.
                    }
                });
    }

    private void answering(String answer) {
        playing(
                connection -> {
                    connection.readRequest();
                    connection.write(answer);
                    connection.awaitClient();
                });
    }

    private ProbeClient.Response get() {
        return new ProbeClient(
                        "house",
                        new BaseUrl(false, "127.0.0.1", listener.getLocalPort(), "/base"),
                        Map.of("Authorization", "Bearer sk-ours"),
                        "instance-1",
                        HttpClient::defaultTls,
                        AddressRule.ANY)
                .get("/x?a=%20b", MOST, cancellation);
    }

    private Failure failure() {
        return catchThrowableOfType(FailureException.class, this::get).failure();
    }

    @Test
    void aQuestionHasTheKeyAndSaysWhoAsks() throws Exception {
        answering(HELLO);
        ProbeClient.Response told = get();

        assertThat(told.status()).isEqualTo(200);
        assertThat(told.headers()).containsEntry("x-odd", "a");
        assertThat(new String(told.body(), StandardCharsets.UTF_8)).isEqualTo("hello");
        ServerSideConnection.Request request = connection.get().requests().getFirst();
        assertThat(request.line()).isEqualTo("GET /base/x?a=%20b HTTP/1.1");
        assertThat(request.headers())
                .contains("Authorization: Bearer sk-ours", "X-Chasqui-Hop: instance-1")
                .filteredOn(header -> header.startsWith("Host:"))
                .containsExactly("Host: 127.0.0.1:" + listener.getLocalPort());
        assertOpens(connection.get().clientLeft());
    }

    @Test
    void aRedirectIsNotFollowed() {
        answering(
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d/\r\nContent-Length: 0\r\n\r\n"
                        .formatted(listener.getLocalPort()));
        assertThat(get().status()).isEqualTo(302);
    }

    @Test
    void noProxyOfTheSystemIsAsked() {
        String before = System.setProperty("http.proxyHost", "192.0.2.1");
        try {
            answering(HELLO);
            assertThat(get().status()).isEqualTo(200);
        } finally {
            if (before == null) {
                System.clearProperty("http.proxyHost");
            } else {
                System.setProperty("http.proxyHost", before);
            }
        }
    }

    @Test
    void ofALongAnswerTheBeginningIsRead() {
        answering("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + "x".repeat(2_000_000));
        assertThat(get().body()).hasSize(MOST);
    }

    @Test
    void anEndlessChunkIsNotHeld() {
        playing(
                connection -> {
                    connection.readRequest();
                    connection.write(
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7ffffff0\r\n");
                    String piece = "x".repeat(100_000);
                    while (true) {
                        connection.write(piece);
                    }
                });
        assertThat(failure())
                .isInstanceOf(Failure.BackendFailed.class)
                .extracting(Failure::message)
                .asString()
                .contains("longer than");
    }

    @Test
    void anEndlessHeadIsNotHeld() {
        playing(
                connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 200 OK\r\n");
                    String piece = "X: " + "x".repeat(10_000) + "\r\n";
                    while (true) {
                        connection.write(piece);
                    }
                });
        assertThat(failure()).isInstanceOf(Failure.BackendFailed.class);
    }

    @Test
    void whatIsNoHttpIsAFailureThatTellsNoKey() {
        answering("sk-ours\r\n\r\nsk-ours");
        assertThat(failure())
                .isInstanceOf(Failure.BackendFailed.class)
                .extracting(Failure::message)
                .asString()
                .doesNotContain("sk-ours");
    }

    @Test
    void nothingAtAllIsAFailure() {
        playing(ServerSideConnection::readRequest);
        assertThat(failure()).isInstanceOf(Failure.BackendFailed.class);
    }

    @Test
    void cancellingClosesTheConnection() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        playing(
                connection -> {
                    connection.readRequest();
                    asked.countDown();
                    connection.awaitClient();
                });
        FutureTask<Failure> waiting = new FutureTask<>(this::failure);
        Thread.startVirtualThread(waiting);
        assertOpens(asked);
        cancellation.cancel();

        assertThat(waiting)
                .succeedsWithin(Duration.ofSeconds(5))
                .isEqualTo(new Failure.Cancelled());
        assertOpens(connection.get().clientLeft());
    }

    private static void assertOpens(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
    }
}
