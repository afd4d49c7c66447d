package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.routing.ModelRule;
import dev.chasqui.application.routing.Routing;
import dev.chasqui.application.routing.RoutingRules;
import dev.chasqui.application.routing.Standings;
import dev.chasqui.application.routing.Strategy;
import dev.chasqui.application.routing.health.HealthRules;
import dev.chasqui.application.routing.queue.QueueRules;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The requests of backends that fail, and the backends that answer in their place. */
class FailoverTest {
    private final FakeBackend first = new FakeBackend("first", "m");
    private final FakeBackend second = new FakeBackend("second", "m");
    private final Models models =
            new Models(
                    Backends.configured(List.of(first, second), new FakeBackend("built-in")),
                    Map.of(),
                    Duration.ofDays(1));
    private final Exchange exchange =
            new Exchange("x", Caller.anonymous("test"), Dialect.OPENAI, text -> {});
    private final Journal journal = new Journal(Instant.EPOCH);
    private final Dispatch dispatch = new Dispatch(models, new OpenCalls(1_000));

    @Test
    void aBackendThatDiesLosesNoneOfItsRequestsThoughTheOtherOneIsSlow() throws Exception {
        int requests = 200;
        CountDownLatch allThere = new CountDownLatch(requests);
        CountDownLatch allMoved = new CountDownLatch(requests);
        first.answering(
                request -> {
                    meet(allThere);
                    throw new FailureException(new Failure.BackendBroke("first", "reset"));
                });
        second.answering(
                request -> {
                    meet(allMoved);
                    return ChatReply.ofText("second");
                });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                answers.add(
                        threads.submit(
                                () ->
                                        textOf(
                                                dispatch.send(
                                                        ChatPayload.of(question()),
                                                        exchange,
                                                        new Journal(Instant.EPOCH)))));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("second");
            }
        }
    }

    /** Waits until all requests have come as far. */
    private static void meet(CountDownLatch all) {
        all.countDown();
        try {
            if (!all.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("not within ten seconds");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsNoFaultOfTheBackendDoesNotEndTheLastResort() {
        first.failing(new Failure.BackendFailed("first", "500"));
        second.failing(new Failure.BackendFailed("second", "500"));
        for (int i = 0; i < 6; i++) {
            var _ = catchThrowableOfType(FailureException.class, () -> send(dispatch));
        }
        first.failing(new Failure.ContextExceeded(9, 8));
        second.answering(request -> ChatReply.ofText("second"));

        assertThat(textOf(send(dispatch))).isEqualTo("second");
    }

    @Test
    void theFailureOfTheModelDoesNotEndTheLastResortOfItsFallback() {
        FakeBackend spare = new FakeBackend("spare", "other");
        Models both =
                new Models(
                        Backends.configured(List.of(first, spare), new FakeBackend("built-in")),
                        Map.of(),
                        Duration.ofDays(1));
        ModelRule rule =
                new ModelRule(
                        List.of(),
                        List.of("other"),
                        Optional.empty(),
                        Map.of(),
                        OptionalInt.empty());
        Dispatch withFallback =
                new Dispatch(
                        both,
                        new Routing(
                                new RoutingRules(
                                        Strategy.PRIORITY,
                                        Map.of(),
                                        Map.of("m", rule),
                                        HealthRules.USUAL,
                                        QueueRules.NONE),
                                new Standings()),
                        new OpenCalls(1_000));
        spare.failing(new Failure.BackendFailed("spare", "500"));
        first.failing(new Failure.BackendFailed("first", "500"));
        for (int i = 0; i < 3; i++) {
            var _ = catchThrowableOfType(FailureException.class, () -> send(withFallback));
        }
        spare.answering(request -> ChatReply.ofText("spare"));

        assertThat(textOf(send(withFallback))).isEqualTo("spare");
    }

    @Test
    void aBackendWhoseRepliesBreakOffIsEjected() {
        first.answering(request -> new BreaksOff());
        for (int i = 0; i < 3; i++) {
            ChatReply reply = send(dispatch);
            assertThat(reply.next()).isNotNull();
            assertThat(catchThrowableOfType(FailureException.class, reply::next)).isNotNull();
            reply.close();
        }

        assertThat(textOf(send(dispatch))).isEqualTo("second");
    }

    private ChatReply send(Dispatch by) {
        return by.send(ChatPayload.of(question()), exchange, journal);
    }

    private static ChatRequest question() {
        return ChatRequest.of("m", false, Conversation.of(List.of(Message.of(Role.USER, "hi"))));
    }

    private static String textOf(ChatReply reply) {
        StringBuilder text = new StringBuilder();
        for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
            if (event instanceof ReplyEvent.Text(String more, var logprobs, var frame)) {
                text.append(more);
            }
        }
        return text.toString();
    }

    /** A reply that breaks off after its first event. */
    private static final class BreaksOff implements ChatReply {
        private boolean begun;

        @Override
        public ReplyEvent next() {
            if (begun) {
                throw new FailureException(new Failure.BackendBroke("first", "reset"));
            }
            begun = true;
            return new ReplyEvent.Opened(Role.ASSISTANT);
        }

        @Override
        public void close() {}
    }
}
