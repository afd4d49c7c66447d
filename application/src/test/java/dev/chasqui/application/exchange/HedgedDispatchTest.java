package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.application.routing.ConversationRules;
import dev.chasqui.application.routing.Routing;
import dev.chasqui.application.routing.RoutingRules;
import dev.chasqui.application.routing.Standings;
import dev.chasqui.application.routing.Strategy;
import dev.chasqui.application.routing.health.HealthRules;
import dev.chasqui.application.routing.hedge.HedgeRule;
import dev.chasqui.application.routing.queue.QueueRules;
import dev.chasqui.application.routing.sharing.SharedFor;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A second backend that is asked when the first is late, through the dispatch. */
class HedgedDispatchTest {
    private static final Caller ANYBODY = Caller.anonymous("test");

    private final FakeBackend first = new FakeBackend("first", "m");
    private final FakeBackend second = new FakeBackend("second", "m");
    private final OpenCalls calls = new OpenCalls(2);
    private final Standings standings = new Standings();
    private final Exchange exchange = new Exchange("x", ANYBODY, Dialect.OPENAI, text -> {});
    private final Journal journal = new Journal(Instant.EPOCH);
    private final CountDownLatch gate = new CountDownLatch(1);

    private Dispatch dispatch() {
        Models models =
                new Models(
                        Backends.configured(List.of(first, second), new FakeBackend("built-in")),
                        Map.of(),
                        Duration.ofDays(1));
        RoutingRules rules =
                new RoutingRules(
                        Strategy.PRIORITY,
                        Map.of(),
                        Map.of(),
                        HealthRules.USUAL,
                        QueueRules.NONE,
                        new HedgeRule(Optional.of(Duration.ofMillis(20)), OptionalDouble.empty()),
                        SharedFor.OFF,
                        ConversationRules.USUAL);
        return new Dispatch(models, new Routing(rules, standings), calls);
    }

    private String answer() {
        try (ChatReply reply =
                dispatch()
                        .send(
                                ChatPayload.of(
                                        ChatRequest.of(
                                                "m",
                                                false,
                                                Conversation.of(
                                                        List.of(Message.of(Role.USER, "hi"))))),
                                exchange,
                                journal)) {
            StringBuilder text = new StringBuilder();
            for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
                if (event instanceof ReplyEvent.Text piece) {
                    text.append(piece.text());
                }
            }
            return text.toString();
        }
    }

    /** Makes the first backend answer some time after the second one would be asked. */
    private void answerLate() {
        first.answering(
                request -> {
                    try {
                        var _ = gate.await(200, TimeUnit.MILLISECONDS);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return ChatReply.ofText("first");
                });
    }

    @Test
    void onlyTheWinnersTokensAreCounted() {
        journal.meter();
        first.silent();

        assertThat(answer()).isEqualTo("second");

        assertThat(journal.spentByModel())
                .extracting(ModelUsage::backend)
                .containsExactly("second");
        assertThat(journal.backends().name()).contains("second");
    }

    @Test
    void aBackendThatTheCallerMayNotAskIsNotAskedAsTheSecondOne() {
        answerLate();
        journal.admitted(new OneBackendPermit(ANYBODY, "first"));

        assertThat(answer()).isEqualTo("first");
        assertThat(second.received()).isEmpty();
    }

    @Test
    void aBackendOutsideIsNotAskedForARequestThatStaysInside() {
        answerLate();
        second.outside();
        journal.backends().keepInside("m");

        assertThat(answer()).isEqualTo("first");
        assertThat(second.received()).isEmpty();
    }

    @Test
    void aModelThatLoadsIsNeitherHedgedNorAskedAsTheSecondOne() {
        answerLate();
        for (FakeBackend loading : List.of(first, second)) {
            loading.inState("loading");
            assertThat(answer()).isEqualTo("first");
            loading.inState("ready");
        }
        assertThat(second.received()).isEmpty();

        first.silent();
        assertThat(answer()).isEqualTo("second");
    }

    @Test
    void withoutAConnectionNoSecondOneIsAsked() {
        answerLate();
        var _ = calls.enter(journal.openCalls());

        assertThat(answer()).isEqualTo("first");
        assertThat(second.received()).isEmpty();
    }

    @Test
    void aLoserThatAnswersAllTheSameIsClosedAndCountedNowhere() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        first.answering(
                request -> {
                    // It does not notice that it is cancelled.
                    try {
                        var _ = gate.await(10, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return ChatReply.ofText("first").holding(closed::countDown);
                });
        journal.meter();

        assertThat(answer()).isEqualTo("second");
        gate.countDown();

        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(journal.spentByModel())
                .extracting(ModelUsage::backend)
                .containsExactly("second");
    }

    @Test
    void aClientThatLeavesIsNotWaitedFor() throws Exception {
        first.silent();
        second.silent();
        Thread leaves =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    second.awaitAsked();
                                    exchange.cancellation().cancel();
                                });

        assertThatThrownBy(this::answer)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Cancelled.class));
        assertThat(leaves.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void anErrorOfOursIsThrownToTheCaller() {
        first.answering(
                request -> {
                    throw new IllegalStateException("a mistake");
                });

        assertThatThrownBy(this::answer).hasMessage("a mistake");
        assertThat(calls.count()).isZero();
    }
}
