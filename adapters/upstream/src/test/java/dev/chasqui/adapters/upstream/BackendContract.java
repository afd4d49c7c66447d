package dev.chasqui.adapters.upstream;

import static dev.chasqui.adapters.upstream.BackendCalls.assertOpens;
import static dev.chasqui.adapters.upstream.BackendCalls.failure;
import static dev.chasqui.adapters.upstream.BackendCalls.question;
import static dev.chasqui.adapters.upstream.BackendCalls.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.ChatReply;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/** The rules for every backend that is a server. */
abstract class BackendContract {

    /** Returns a script that answers each request with the texts {@code one} and {@code two}. */
    abstract FakeServer.Script answeringTwoTexts();

    abstract ChatAbility backendAt(FakeServer server);

    @Test
    void aReplyIsPulledToItsEndAndStaysThere() {
        try (FakeServer server = FakeServer.playing(answeringTwoTexts());
                ChatReply reply =
                        backendAt(server).chat(question("?"), new Cancellation()).reply()) {
            assertThat(BackendCalls.texts(reply)).containsExactly("one", "two");
            assertThat(reply.next()).isNull();
        }
    }

    @Test
    void closingAReplyTwiceDoesNoHarm() {
        try (FakeServer server = FakeServer.playing(answeringTwoTexts())) {
            ChatAbility backend = backendAt(server);
            ChatReply reply = backend.chat(question("?"), new Cancellation()).reply();
            reply.close();
            reply.close();

            try (ChatReply next = backend.chat(question("?"), new Cancellation()).reply()) {
                assertThat(BackendCalls.texts(next)).containsExactly("one", "two");
            }
        }
    }

    @Test
    void anExchangeThatWasGivenUpBeforeItBeganIsNotSent() {
        try (FakeServer server = FakeServer.playing(answeringTwoTexts())) {
            Cancellation cancellation = new Cancellation();
            cancellation.cancel();

            assertThat(failure(() -> backendAt(server).chat(question("?"), cancellation)))
                    .isEqualTo(new Failure.Cancelled());
            assertThat(server.connections()).allMatch(c -> c.requests().isEmpty());
        }
    }

    @Test
    void cancellingEndsTheWaitForAnAnswer() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            connection.readRequest();
                            asked.countDown();
                            connection.awaitClient();
                        })) {
            Cancellation cancellation = new Cancellation();
            ChatAbility backend = backendAt(server);
            FutureTask<Failure> waiting =
                    start(() -> failure(() -> backend.chat(question("?"), cancellation)));
            assertOpens(asked);
            cancellation.cancel();

            assertThat(waiting)
                    .succeedsWithin(Duration.ofSeconds(1))
                    .isEqualTo(new Failure.Cancelled());
            assertOpens(server.connections().getFirst().clientLeft());
        }
    }
}
