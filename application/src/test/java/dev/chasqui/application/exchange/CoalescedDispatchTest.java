package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.Waiting;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.departures.DepartureCause;
import dev.chasqui.application.port.departures.DepartureScope;
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
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Equal requests that share an answer, through the dispatch. */
class CoalescedDispatchTest {
    private final FakeBackend backend = new FakeBackend("only", "m");
    private final Standings standings = new Standings();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Dispatch dispatch =
            new Dispatch(
                    new Models(
                            Backends.configured(List.of(backend), new FakeBackend("built-in")),
                            Map.of(),
                            Duration.ofDays(1)),
                    new Routing(
                            new RoutingRules(
                                    Strategy.PRIORITY,
                                    Map.of(),
                                    Map.of(),
                                    HealthRules.USUAL,
                                    QueueRules.NONE,
                                    HedgeRule.NONE,
                                    SharedFor.ALL,
                                    ConversationRules.USUAL),
                            standings),
                    new OpenCalls(100));

    CoalescedDispatchTest() {
        backend.answering(
                request -> {
                    try {
                        assertThat(gate.await(10, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return ChatReply.of(
                            List.of(
                                    new ReplyEvent.Text("hello"),
                                    new ReplyEvent.Finish(FinishReason.STOP),
                                    new ReplyEvent.UsageReport(Usage.of(5, 3))));
                });
    }

    @AfterEach
    void close() {
        gate.countDown();
        threads.close();
    }

    /** One request of a caller. */
    private final class Asked {
        private final Journal journal = new Journal(Instant.EPOCH);
        private final Exchange exchange;

        Asked(String caller) {
            exchange = new Exchange("x", Caller.anonymous(caller), Dialect.OPENAI, text -> {});
        }

        Future<String> begin() {
            return threads.submit(this::text);
        }

        Stream<Usage> paid() {
            return journal.spentByModel().stream().map(ModelUsage::usage);
        }

        private String text() {
            ChatRequest plain =
                    ChatRequest.of(
                            "m", true, Conversation.of(List.of(Message.of(Role.USER, "hi"))));
            ChatRequest cold =
                    plain.withSettings(
                            Settings.DEFAULT.withSampling(
                                    Json.Obj.EMPTY.with("temperature", Json.of(0))));
            StringBuilder text = new StringBuilder();
            try (ChatReply reply = dispatch.send(ChatPayload.of(cold), exchange, journal)) {
                for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
                    if (journal.event(event) instanceof ReplyEvent.Text more) {
                        text.append(more.text());
                    }
                }
            }
            return text.toString();
        }
    }

    /** Waits until the second request waits, too. */
    private void awaitWaiting() {
        Waiting.until("two requests wait", () -> standings.shared().open() == 2);
    }

    private static String of(Future<String> answer) throws Exception {
        return answer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void eachCountsTheTokensAndOneOfThemPays() throws Exception {
        Asked first = new Asked("first");
        Asked second = new Asked("second");
        Future<String> one = first.begin();
        backend.awaitAsked();
        Future<String> other = second.begin();
        awaitWaiting();
        gate.countDown();

        assertThat(of(one)).isEqualTo("hello");
        assertThat(of(other)).isEqualTo("hello");
        assertThat(backend.received()).hasSize(1);
        for (Asked each : List.of(first, second)) {
            assertThat(each.journal.spent(true)).contains(Usage.of(5, 3));
        }
        assertThat(Stream.of(first, second).flatMap(Asked::paid))
                .containsExactlyInAnyOrder(Usage.of(5, 3), Usage.of(0, 0));
        assertThat(second.journal.usage()).contains(Usage.of(5, 3));
    }

    @Test
    void aCallerWithoutTheRightToTheBackendIsRefusedForItself() throws Exception {
        Asked first = new Asked("first");
        Asked second = new Asked("second");
        second.journal.admitted(new OneBackendPermit(Caller.anonymous("second"), "none"));
        Future<String> one = first.begin();
        backend.awaitAsked();
        Future<String> other = second.begin();
        awaitWaiting();
        gate.countDown();

        assertThat(of(one)).isEqualTo("hello");
        assertThat(other)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("not that one");
        assertThat(backend.received()).hasSize(1);
    }

    @Test
    void aRefusalOfTheFirstRequestIsItsOwn() throws Exception {
        Asked first = new Asked("first");
        CountDownLatch checks = new CountDownLatch(1);
        first.journal.admitted(
                new OneBackendPermit(Caller.anonymous("second"), "none") {
                    @Override
                    public void asks(String name, String model, Zone zone) {
                        checks.countDown();
                        try {
                            assertThat(gate.await(10, TimeUnit.SECONDS)).isTrue();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                        super.asks(name, model, zone);
                    }
                });
        Future<String> one = first.begin();
        assertThat(checks.await(10, TimeUnit.SECONDS)).isTrue();
        Future<String> other = new Asked("second").begin();
        awaitWaiting();
        gate.countDown();

        assertThat(of(other)).isEqualTo("hello");
        assertThat(one).failsWithin(Duration.ofSeconds(10));
    }

    @Test
    void theNotesOfAgentsGoWithTheQuestion() throws Exception {
        List<DepartureCause> causes = new CopyOnWriteArrayList<>();
        backend.outside();
        backend.answering(
                request -> {
                    causes.addAll(DepartureScope.present());
                    return ChatReply.ofText("hello");
                });
        Asked one = new Asked("first");
        one.exchange.metadata().put("guard", "emails=1");

        assertThat(of(one.begin())).isEqualTo("hello");
        assertThat(causes)
                .extracting(cause -> cause.grounds().findings())
                .containsExactly(Optional.of("emails=1"));
    }

    @Test
    void theFirstRequestMayLeaveBeforeTheAnswer() throws Exception {
        Asked first = new Asked("first");
        Asked second = new Asked("second");
        Future<String> one = first.begin();
        backend.awaitAsked();
        Future<String> other = second.begin();
        awaitWaiting();

        first.exchange.cancellation().cancel();
        assertThat(one).failsWithin(Duration.ofSeconds(10));
        gate.countDown();

        assertThat(of(other)).isEqualTo("hello");
        assertThat(backend.received()).hasSize(1);
        assertThat(second.journal.spent(true)).contains(Usage.of(5, 3));
        assertThat(second.paid()).containsExactly(Usage.of(5, 3));
        assertThat(first.journal.spent(true)).contains(Usage.of(0, 0));
    }
}
