package dev.chasqui.adapters.upstream;

import static dev.chasqui.adapters.upstream.BackendCalls.assertOpens;
import static dev.chasqui.adapters.upstream.BackendCalls.backend;
import static dev.chasqui.adapters.upstream.BackendCalls.failure;
import static dev.chasqui.adapters.upstream.BackendCalls.question;
import static dev.chasqui.adapters.upstream.BackendCalls.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.upstream.client.ServerSideConnection;
import dev.chasqui.adapters.upstream.client.Timeouts;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.testing.Polled;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/** A cancelled exchange releases its backend, whatever it is waiting for. */
class CancellingTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Cancellation cancellation = new Cancellation();

    @Test
    void whileTheConnectionIsMade() throws Exception {
        try (FullListener listener = new FullListener()) {
            HttpBackend backend = backend(listener.url(), Timeouts.DEFAULT);
            FutureTask<Failure> waiting = new FutureTask<>(() -> failure(() -> chat(backend, "?")));
            Thread thread = Thread.startVirtualThread(waiting);
            Polled.until(
                    "the connection is being made",
                    () -> thread.getState() == Thread.State.TIMED_WAITING);
            cancellation.cancel();

            assertThat(waiting).succeedsWithin(SOON).isEqualTo(new Failure.Cancelled());
        }
    }

    @Test
    void whileALongRequestIsSentThatNobodyReads() throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readHead();
                            connected.countDown();
                            awaitQuietly(over);
                            connection.awaitClient();
                        })) {
            HttpBackend backend = backend(server);
            FutureTask<Failure> waiting =
                    start(() -> failure(() -> chat(backend, "x".repeat(20_000_000))));
            assertOpens(connected);
            cancellation.cancel();

            assertThat(waiting).succeedsWithin(SOON).isEqualTo(new Failure.Cancelled());
            over.countDown();
            assertOpens(server.connections().getFirst().clientLeft());
        }
    }

    @Test
    void whileTheReplyStreams() throws Exception {
        try (FakeServer server = FakeServer.playing(CancellingTest::begin);
                ChatReply reply = chat(backend(server), "?")) {
            assertThat(reply.next()).isEqualTo(new ReplyEvent.Text("one"));
            FutureTask<Failure> waiting = start(() -> failure(reply::next));
            cancellation.cancel();

            assertThat(waiting).succeedsWithin(SOON).isEqualTo(new Failure.Cancelled());
            assertOpens(server.connections().getFirst().clientLeft());
        }
    }

    @Test
    void whileAWholeReplyIsRead() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readRequest();
                            connection.write(HttpAnswers.json(200, "half").replace(": 4", ": 8"));
                            begun.countDown();
                            connection.awaitClient();
                        })) {
            HttpBackend backend = backend(server);
            FutureTask<Failure> waiting = start(() -> failure(() -> chat(backend, "?")));
            assertOpens(begun);
            cancellation.cancel();

            assertThat(waiting).succeedsWithin(SOON).isEqualTo(new Failure.Cancelled());
            assertOpens(server.connections().getFirst().clientLeft());
        }
    }

    @Test
    void closingAReplyEndsAWaitForItsNextEvent() throws Exception {
        try (FakeServer server = FakeServer.playing(CancellingTest::begin)) {
            ChatReply reply = chat(backend(server), "?");
            assertThat(reply.next()).isEqualTo(new ReplyEvent.Text("one"));
            FutureTask<Failure> waiting = start(() -> failure(reply::next));
            reply.close();

            assertThat(waiting).succeedsWithin(SOON).isEqualTo(new Failure.Cancelled());
            assertOpens(server.connections().getFirst().clientLeft());
        }
    }

    @Test
    void interruptingIsCancellingToo() throws Exception {
        try (FakeServer server = FakeServer.playing(CancellingTest::begin);
                ChatReply reply = chat(backend(server), "?")) {
            reply.next();
            FutureTask<Failure> waiting = new FutureTask<>(() -> failure(reply::next));
            Thread.startVirtualThread(waiting).interrupt();

            assertThat(waiting).succeedsWithin(SOON).isEqualTo(new Failure.Cancelled());
            assertOpens(server.connections().getFirst().clientLeft());
        }
    }

    @Test
    void aLateCancellingDoesNotTouchTheConnectionThatOthersUse() {
        try (FakeServer server = FakeServer.answering(HttpAnswers.STREAM)) {
            HttpBackend backend = backend(server);
            try (ChatReply over = chat(backend, "?")) {
                assertThat(BackendCalls.texts(over)).containsExactly("one", "two");
            }
            Polled.until("the connection is back", () -> backend.idleConnections() == 1);
            cancellation.cancel();

            assertThat(BackendCalls.ask(backend)).containsExactly("one", "two");
            assertThat(server.connections()).hasSize(1);
        }
    }

    private ChatReply chat(HttpBackend backend, String text) {
        return backend.chat(question(text), cancellation).reply();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void begin(ServerSideConnection connection) throws IOException {
        connection.readRequest();
        connection.write(HttpAnswers.STREAM_HEAD + HttpAnswers.chunk("one\n"));
        connection.awaitClient();
    }
}
