package dev.chasqui.adapters.upstream;

import static dev.chasqui.adapters.upstream.BackendCalls.QUICK;
import static dev.chasqui.adapters.upstream.BackendCalls.assertOpens;
import static dev.chasqui.adapters.upstream.BackendCalls.backend;
import static dev.chasqui.adapters.upstream.BackendCalls.failure;
import static dev.chasqui.adapters.upstream.BackendCalls.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.upstream.client.ServerSideConnection;
import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/** Calls that go to a server unchanged, and its answers that come back unchanged. */
class ForwardingTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Cancellation cancellation = new Cancellation();

    @Test
    void aCallGoesAsItIsWithTheKeyOfTheBackend() {
        try (FakeServer server = FakeServer.answering(HttpAnswers.json(200, "{}"))) {
            BackendEndpoint plain =
                    BackendEndpoint.of("house", ServerType.AUTO.ofLines(), server.url());
            HttpBackend backend =
                    new HttpBackend(
                            new BackendEndpoint(
                                    plain.name(),
                                    plain.dialect(),
                                    plain.url(),
                                    Optional.of(new ServerKey("sk-ours")),
                                    plain.zone(),
                                    plain.timeouts()),
                            ServerType.LINES,
                            "instance-1");
            Forward call =
                    new Forward(
                            "m",
                            "PUT",
                            "/slots/0?action=save%20it",
                            Optional.of("text/weird; a=b"),
                            RequestContent.of(bytes("ñ")));
            text(backend.forward(call, new Asker("ada", List.of("hop"), _ -> {}), cancellation));

            ServerSideConnection.Request request =
                    server.connections().getFirst().requests().getFirst();
            assertThat(request.line()).isEqualTo("PUT /slots/0?action=save%20it HTTP/1.1");
            assertThat(request.headers())
                    .contains(
                            "Content-Type: text/weird; a=b",
                            "Content-Length: 2",
                            "Authorization: Bearer sk-ours",
                            "X-Chasqui-Hop: hop, instance-1");
            assertThat(request.body()).isEqualTo("ñ");
        }
    }

    @Test
    void aPostWithoutABodySaysSo() {
        try (FakeServer server = FakeServer.answering(HttpAnswers.json(200, "{}"))) {
            text(forward(backend(server), "POST"));
            text(forward(backend(server), "GET"));

            assertThat(server.connections().get(0).requests().getFirst().headers())
                    .contains("Content-Length: 0")
                    .noneMatch(header -> header.startsWith("Content-Type"));
            assertThat(server.connections().get(1).requests().getFirst().headers())
                    .noneMatch(header -> header.startsWith("Content-"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 404, 429, 500, 501, 503})
    void anyStatusComesBackWithItsBodyAndWhatSaysHowToReadIt(int status) {
        String answer =
                HttpAnswers.sized(
                        status,
                        "text/x",
                        "as it is",
                        "Retry-After: 3",
                        "Set-Cookie: a=b",
                        "Server: secret");
        try (FakeServer server = FakeServer.answering(answer);
                Forwarded forwarded = forward(backend(server), "GET")) {
            assertThat(forwarded.status()).isEqualTo(status);
            assertThat(forwarded.headers())
                    .containsOnlyKeys("content-type", "content-length", "retry-after");
            assertThat(text(forwarded)).isEqualTo("as it is");
            assertThat(forwarded.body().next()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 302, 307})
    void whatIsForUsIsAFailure(int status) {
        try (FakeServer server =
                FakeServer.answering(
                        HttpAnswers.json(status, "{}", "Location: http://elsewhere/"))) {
            assertThat(failure(() -> forward(backend(server), "GET")))
                    .isInstanceOf(Failure.BackendFailed.class)
                    .extracting(Failure::message)
                    .asString()
                    .contains("'house'", "status " + status)
                    .doesNotContain("elsewhere");
        }
    }

    @Test
    void piecesComeAsTheyAreSentAndTheConnectionIsUsedAgain() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            while (connection.readRequest() != null) {
                                connection.write(
                                        HttpAnswers.STREAM_HEAD + HttpAnswers.chunk("one"));
                                awaitQuietly(seen);
                                connection.write(HttpAnswers.chunk("two") + "0\r\n\r\n");
                            }
                        })) {
            HttpBackend backend = backend(server);
            try (Forwarded answer = forward(backend, "POST")) {
                assertThat(answer.body().next()).asString().isEqualTo("one");
                assertThat(answer.body().ready()).isFalse();
                seen.countDown();
                assertThat(text(answer)).isEqualTo("two");
            }
            assertThat(backend.idleConnections()).isEqualTo(1);
        }
    }

    @Test
    void aHeadHasALengthAndNoBody() {
        try (FakeServer server =
                FakeServer.answering(
                        HttpAnswers.crlf(
                                """
                                HTTP/1.1 200 OK
                                Content-Type: text/html
                                Content-Length: 9

                                """))) {
            HttpBackend backend = backend(server);
            for (int i = 0; i < 2; i++) {
                try (Forwarded answer = forward(backend, "HEAD")) {
                    assertThat(answer.headers()).containsEntry("content-length", "9");
                    assertThat(answer.body().next()).isNull();
                }
            }
            assertThat(server.connections()).hasSize(1);
        }
    }

    @Test
    void cancellingClosesTheConnectionWhileItStreams() throws Exception {
        try (FakeServer server =
                        FakeServer.playing(
                                connection -> {
                                    connection.readRequest();
                                    connection.write(
                                            HttpAnswers.STREAM_HEAD + HttpAnswers.chunk("one"));
                                    connection.awaitClient();
                                });
                Forwarded answer = forward(backend(server), "POST")) {
            assertThat(answer.body().next()).asString().isEqualTo("one");
            FutureTask<Failure> waiting = start(() -> failure(answer.body()::next));
            cancellation.cancel();

            assertThat(waiting).succeedsWithin(SOON).isEqualTo(new Failure.Cancelled());
            assertOpens(server.connections().getFirst().clientLeft());
        }
    }

    @Test
    void anAnswerThatBreaksOffIsNoWholeOne() {
        try (FakeServer server =
                        FakeServer.playing(
                                connection -> {
                                    connection.readRequest();
                                    connection.write(
                                            HttpAnswers.STREAM_HEAD + HttpAnswers.chunk("one"));
                                });
                Forwarded answer = forward(backend(server), "POST")) {
            assertThat(answer.body().next()).asString().isEqualTo("one");
            assertThat(failure(answer.body()::next)).isInstanceOf(Failure.BackendBroke.class);
        }
    }

    @Test
    void aServerThatIsSilentTimesOut() {
        try (FakeServer server = FakeServer.playing(ServerSideConnection::awaitClient)) {
            HttpBackend backend = backend(server.url(), QUICK);
            assertThat(failure(() -> forward(backend, "POST")))
                    .isInstanceOf(Failure.BackendTimeout.class);
        }
    }

    private Forwarded forward(HttpBackend backend, String method) {
        return backend.forward(
                new Forward("m", method, "/x", Optional.empty(), RequestContent.none()),
                Asker.NOBODY,
                cancellation);
    }

    private static String text(Forwarded answer) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] piece = answer.body().next(); piece != null; piece = answer.body().next()) {
            whole.writeBytes(piece);
        }
        return whole.toString(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
