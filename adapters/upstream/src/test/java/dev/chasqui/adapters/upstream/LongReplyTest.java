package dev.chasqui.adapters.upstream;

import static dev.chasqui.adapters.upstream.BackendCalls.QUICK;
import static dev.chasqui.adapters.upstream.BackendCalls.backend;
import static dev.chasqui.adapters.upstream.BackendCalls.failure;
import static dev.chasqui.adapters.upstream.BackendCalls.question;
import static dev.chasqui.adapters.upstream.BackendCalls.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.upstream.client.ServerSideConnection;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.testing.Polled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/** Replies that come piece by piece, so that the loop waits for them. */
class LongReplyTest {
    private static final int PIECES = 12;

    /** A permit for each piece that may be sent. */
    private final Semaphore wanted = new Semaphore(0);

    private final FakeServer server = FakeServer.playing(this::play);

    private void play(ServerSideConnection connection) throws IOException {
        while (connection.readRequest() != null) {
            connection.write(HttpAnswers.STREAM_HEAD);
            for (int i = 0; i < PIECES; i++) {
                wanted.acquireUninterruptibly();
                connection.write(HttpAnswers.chunk(i + "\n"));
            }
            connection.write(HttpAnswers.chunk(".\n"));
            wanted.acquireUninterruptibly();
            connection.write("0\r\n\r\n");
        }
    }

    @AfterEach
    void close() {
        wanted.release(1_000);
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500_000})
    void comeOneAfterTheOtherOverOneConnection(int lengthOfTheQuestion) {
        HttpBackend backend = backend(server);
        for (int exchange = 0; exchange < 3; exchange++) {
            try (ChatReply reply = chat(backend, "x".repeat(lengthOfTheQuestion))) {
                takeAll(reply);
                assertThat(reply.next()).isNull();
                // The end of the body comes after the dialect's own end.
                wanted.release();
            }
            Polled.until("the connection is back", () -> backend.idleConnections() == 1);
        }
        assertThat(server.connections()).hasSize(1);
    }

    @Test
    void areWaitedForByAThreadOfTheBackend() {
        BackendEndpoint endpoint =
                BackendEndpoint.of("lengthy", ServerType.OPENAI.ofLines(), server.url());
        HttpBackend backend = new HttpBackend(endpoint, ServerType.LINES, "instance-1");
        try (ChatReply reply = chat(backend, "?")) {
            takeAll(reply);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .contains("pieces-lengthy");
        }
    }

    @Test
    void thatFallSilentAreGivenUp() {
        try (ChatReply reply = chat(backend(server.url(), QUICK), "?")) {
            takeAll(reply, PIECES - 1);
            assertThat(failure(reply::next))
                    .isEqualTo(
                            new Failure.BackendTimeout("house", "more of the reply", QUICK.idle()));
        }
    }

    @Test
    void thatAreCancelledLetGoOfTheBackend() throws Exception {
        Cancellation cancellation = new Cancellation();
        try (ChatReply reply = backend(server).chat(question("?"), cancellation).reply()) {
            takeAll(reply, PIECES - 1);
            FutureTask<Failure> waiting = start(() -> failure(reply::next));
            cancellation.cancel();
            assertThat(waiting)
                    .succeedsWithin(Duration.ofSeconds(1))
                    .isEqualTo(new Failure.Cancelled());
            ServerSideConnection connection = server.connections().getFirst();
            assertThat(connection.isOpenFor(Duration.ofSeconds(1))).isFalse();
        }
    }

    private static ChatReply chat(HttpBackend backend, String question) {
        return backend.chat(question(question), new Cancellation()).reply();
    }

    private void takeAll(ChatReply reply) {
        takeAll(reply, PIECES);
    }

    private void takeAll(ChatReply reply, int count) {
        for (int i = 0; i < count; i++) {
            wanted.release();
            assertThat(reply.next()).isEqualTo(new ReplyEvent.Text(Integer.toString(i)));
        }
    }
}
