package dev.chasqui.adapters.upstream;

import static dev.chasqui.adapters.upstream.BackendCalls.QUICK;
import static dev.chasqui.adapters.upstream.BackendCalls.assertOpens;
import static dev.chasqui.adapters.upstream.BackendCalls.backend;
import static dev.chasqui.adapters.upstream.BackendCalls.failure;
import static dev.chasqui.adapters.upstream.BackendCalls.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.upstream.client.ServerSideConnection;
import dev.chasqui.adapters.upstream.client.Timeouts;
import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.testing.Polled;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/** Request bodies that pass to a server without being held in memory. */
class FlowingBodyTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int MUCH = 3_000_000;

    /** The largest number of bytes in sockets' buffers and in our own piece. */
    private static final long MOST_ON_ITS_WAY = 16 << 20;

    private final Cancellation cancellation = new Cancellation();

    @Test
    void oneThatSaysItsLengthKeepsIt() {
        try (FakeServer server = FakeServer.answering(HttpAnswers.json(200, "{}"))) {
            String text = "ñ".repeat(MUCH / 2);
            text(forward(backend(server), ScriptedContent.sized(text)));

            ServerSideConnection.Request request = onlyRequest(server);
            assertThat(request.headers())
                    .contains("Content-Length: " + MUCH)
                    .noneMatch(header -> header.startsWith("Transfer-Encoding"));
            assertThat(request.body()).isEqualTo(text);
        }
    }

    @Test
    void oneThatDoesNotSayItsLengthGoesInChunks() throws Exception {
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            assertThat(connection.readHead())
                                    .contains("Transfer-Encoding: chunked")
                                    .noneMatch(header -> header.startsWith("Content-Length"));
                            connection.write(HttpAnswers.json(200, connection.readChunks()));
                        })) {
            assertThat(text(forward(backend(server), ScriptedContent.unsized("one, ", "", "two"))))
                    .isEqualTo("one, two");
            String much = "x".repeat(MUCH);
            assertThat(text(forward(backend(server), ScriptedContent.unsized(much))))
                    .isEqualTo(much);
        }
    }

    @Test
    void anEmptyOneHasAnEnd() {
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readHead();
                            connection.write(
                                    HttpAnswers.json(200, connection.readChunks() + "end"));
                        })) {
            assertThat(text(forward(backend(server), ScriptedContent.unsized()))).isEqualTo("end");
        }
    }

    @Test
    void eachGoesOverAConnectionOfItsOwnWhichOthersUseAfterwards() {
        try (FakeServer server = FakeServer.answering(HttpAnswers.json(200, "{}"))) {
            HttpBackend backend = backend(server);
            text(forward(backend, RequestContent.none()));
            assertThat(backend.idleConnections()).isEqualTo(1);

            text(forward(backend, ScriptedContent.sized("x")));
            assertThat(server.connections()).hasSize(2);
            Polled.until("both wait", () -> backend.idleConnections() == 2);

            text(forward(backend, RequestContent.none()));
            assertThat(server.connections()).hasSize(2);
        }
    }

    @Test
    void anAnswerThatComesBeforeItsEndIsSeen() {
        ScriptedContent content = ScriptedContent.endless();
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readHead();
                            connection.write(HttpAnswers.json(413, "too much"));
                            connection.awaitClient();
                        })) {
            HttpBackend backend = backend(server);
            try (Forwarded answer = forward(backend, content)) {
                assertThat(answer.status()).isEqualTo(413);
                assertThat(text(answer)).isEqualTo("too much");
            }
            assertOpens(server.connections().getFirst().clientLeft());
            assertThat(backend.idleConnections()).isZero();
            assertOpens(content.closed());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void answerAndBodyMayGoOnAtTheSameTime() {
        ScriptedContent content = ScriptedContent.unsized("one", ScriptedContent.PAUSE, "two");
        try (FakeServer server =
                        FakeServer.playing(
                                connection -> {
                                    connection.readHead();
                                    connection.write(
                                            HttpAnswers.STREAM_HEAD
                                                    + HttpAnswers.chunk(connection.readChunk()));
                                    connection.write(
                                            HttpAnswers.chunk(connection.readChunks())
                                                    + "0\r\n\r\n");
                                });
                Forwarded answer = forward(backend(server), content)) {
            assertThat(answer.body().next()).asString().isEqualTo("one");
            content.goOn();
            assertThat(text(answer)).isEqualTo("two");
        }
    }

    @Test
    void aServerThatStopsReadingHoldsItBack() throws Exception {
        ScriptedContent content = ScriptedContent.endless();
        CountDownLatch mayRead = new CountDownLatch(1);
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readHead();
                            awaitQuietly(mayRead);
                            connection.awaitClient();
                        })) {
            FutureTask<Failure> waiting =
                    start(() -> failure(() -> forward(backend(server), content)));
            long taken = content.awaitStandstill();
            assertThat(taken).isBetween(1L, MOST_ON_ITS_WAY);

            mayRead.countDown();
            Polled.until("it goes on", () -> content.taken() > taken);
            cancellation.cancel();
            assertThat(waiting).succeedsWithin(SOON).isEqualTo(new Failure.Cancelled());
            assertOpens(content.closed());
        }
    }

    @Test
    void aServerThatTakesNoneOfItForTooLongIsGivenUp() {
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readHead();
                            awaitQuietly(new CountDownLatch(1));
                        })) {
            ScriptedContent content = ScriptedContent.endless();
            assertThat(failure(() -> forward(backend(server.url(), QUICK), content)))
                    .isInstanceOfSatisfying(
                            Failure.BackendTimeout.class,
                            timeout ->
                                    assertThat(timeout.message())
                                            .contains("to take more of the request"));
        }
    }

    @Test
    void theTimeForAnAnswerBeginsAtItsEnd() throws Exception {
        ScriptedContent content = ScriptedContent.unsized("one", ScriptedContent.PAUSE, "two");
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readHead();
                            connection.readChunks();
                            connection.awaitClient();
                        })) {
            HttpBackend backend =
                    backend(
                            server.url(),
                            new Timeouts(
                                    Duration.ofSeconds(5),
                                    Duration.ofMillis(100),
                                    Duration.ofMillis(100)));
            FutureTask<Failure> waiting = start(() -> failure(() -> forward(backend, content)));
            assertThat(waiting)
                    .as("as long as the body comes it is no matter of the server")
                    .isNotDone()
                    .failsWithin(Duration.ofMillis(500));
            content.goOn();
            assertThat(waiting)
                    .succeedsWithin(SOON)
                    .isEqualTo(
                            new Failure.BackendTimeout(
                                    "house", "the first byte", Duration.ofMillis(100)));
        }
    }

    @Test
    void oneThatBreaksOffIsToldAsWhatItIsAndTheServerIsLeft() throws Exception {
        Failure malformed = new Failure.Invalid(Optional.empty(), "the chunks are malformed");
        ScriptedContent content =
                ScriptedContent.breaking(new FailureException(malformed), "one", "two");
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readHead();
                            connection.awaitClient();
                        })) {
            assertThat(failure(() -> forward(backend(server), content))).isEqualTo(malformed);
            assertOpens(server.connections().getFirst().clientLeft());
        }
    }

    @Test
    void oneThatBreaksOffUnderItsAnswerBreaksThat() {
        Failure left = new Failure.Cancelled();
        ScriptedContent content =
                ScriptedContent.breaking(
                        new FailureException(left), "one", ScriptedContent.PAUSE, "two");
        try (FakeServer server =
                        FakeServer.playing(
                                connection -> {
                                    connection.readHead();
                                    connection.write(
                                            HttpAnswers.STREAM_HEAD + HttpAnswers.chunk("begun"));
                                    connection.awaitClient();
                                });
                Forwarded answer = forward(backend(server), content)) {
            assertThat(answer.body().next()).asString().isEqualTo("begun");
            content.goOn();
            assertThat(failure(answer.body()::next)).isEqualTo(left);
        }
    }

    @Test
    void cancellingLeavesTheServerInTheMidstOfIt() throws Exception {
        ScriptedContent content = ScriptedContent.unsized("one", ScriptedContent.PAUSE, "two");
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readHead();
                            connection.awaitClient();
                        })) {
            FutureTask<Failure> waiting =
                    start(() -> failure(() -> forward(backend(server), content)));
            Polled.until("it is on its way", () -> content.taken() > 0);
            cancellation.cancel();
            assertThat(waiting).succeedsWithin(SOON).isEqualTo(new Failure.Cancelled());
            assertOpens(server.connections().getFirst().clientLeft());
        }
    }

    @Test
    void oneThatWasNotOpenedIsWholeStill() {
        FakeServer gone = FakeServer.answering("");
        gone.close();
        ScriptedContent content = ScriptedContent.sized("x");
        assertThat(failure(() -> forward(backend(gone), content)))
                .isInstanceOf(Failure.BackendUnreachable.class);
        assertThat(content.isWhole()).isTrue();
    }

    private Forwarded forward(HttpBackend backend, RequestContent content) {
        return backend.forward(
                new Forward("m", "POST", "/x", Optional.empty(), content),
                Asker.NOBODY,
                cancellation);
    }

    private static ServerSideConnection.Request onlyRequest(FakeServer server) {
        return server.connections().getFirst().requests().getFirst();
    }

    private static String text(Forwarded answer) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] piece = answer.body().next(); piece != null; piece = answer.body().next()) {
            whole.writeBytes(piece);
        }
        return whole.toString(StandardCharsets.UTF_8);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
