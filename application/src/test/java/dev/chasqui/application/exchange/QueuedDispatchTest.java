package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.Waiting;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.routing.BackendRule;
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
import java.util.concurrent.atomic.AtomicInteger;

/** Requests that wait for busy backends, through the dispatch. */
class QueuedDispatchTest {
    private static final int MOST = 4;

    private final Standings standings = new Standings();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger highest = new AtomicInteger();
    private final FakeBackend first = counted("first");
    private final FakeBackend second = counted("second");
    private final Models models =
            new Models(
                    Backends.configured(List.of(first, second), new FakeBackend("built-in")),
                    Map.of(),
                    Duration.ofDays(1));

    private FakeBackend counted(String name) {
        return new FakeBackend(name, "m")
                .answering(
                        request -> {
                            highest.accumulateAndGet(open.incrementAndGet(), Math::max);
                            return ChatReply.ofText(name);
                        });
    }

    private Dispatch dispatch(Duration deadline, OptionalInt ofModel, int ofBackend) {
        BackendRule bound =
                new BackendRule(0, 1, OptionalInt.of(ofBackend), OptionalInt.empty(), List.of());
        ModelRule model = new ModelRule(List.of(), List.of(), Optional.empty(), Map.of(), ofModel);
        RoutingRules rules =
                new RoutingRules(
                        Strategy.LEAST_LOADED,
                        Map.of("first", bound, "second", bound),
                        Map.of("m", model),
                        HealthRules.USUAL,
                        new QueueRules(2_000, 2_000, deadline));
        return new Dispatch(models, new Routing(rules, standings), new OpenCalls(1_000));
    }

    private static ChatReply send(Dispatch dispatch, String caller) {
        Exchange exchange = new Exchange("x", Caller.anonymous(caller), Dialect.OPENAI, _ -> {});
        ChatRequest question =
                ChatRequest.of("m", false, Conversation.of(List.of(Message.of(Role.USER, "hi"))));
        return dispatch.send(ChatPayload.of(question), exchange, new Journal(Instant.EPOCH));
    }

    /** Sends a thousand requests at once; the first ones are open until all others wait. */
    private void sendThousand(Dispatch dispatch) throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                String caller = "caller " + i % 7;
                all.add(threads.submit(() -> answered(dispatch, caller, gate)));
            }
            awaitLength(1_000 - MOST);
            gate.countDown();
            for (Future<?> each : all) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
    }

    private boolean answered(Dispatch dispatch, String caller, CountDownLatch gate)
            throws InterruptedException {
        try (ChatReply reply = send(dispatch, caller)) {
            assertThat(reply.next()).isNotNull();
            boolean opened = gate.await(20, TimeUnit.SECONDS);
            open.decrementAndGet();
            return opened;
        }
    }

    private void awaitLength(int length) {
        Waiting.until(length + " wait", () -> standings.queue().length() == length);
    }

    @Test
    void ofAThousandRequestsAllAreAnsweredAndNeverMoreThanMayAreOpen() throws Exception {
        sendThousand(dispatch(Duration.ofMinutes(1), OptionalInt.of(MOST), MOST - 1));

        assertThat(highest).hasValueLessThanOrEqualTo(MOST);
        assertThat(standings.queue().length()).isZero();
    }

    /** Has the second backend ejected, and returns a dispatch for which the first has one place. */
    private Dispatch secondIsEjected(Duration ejection, Duration deadline, int most) {
        HealthRules health =
                new HealthRules(1, 1, 1_000, Duration.ofMinutes(1), ejection, ejection);
        RoutingRules rules =
                new RoutingRules(
                        Strategy.PRIORITY,
                        Map.of(
                                "first",
                                new BackendRule(
                                        -1, 1, OptionalInt.of(1), OptionalInt.empty(), List.of())),
                        Map.of(),
                        health,
                        new QueueRules(most, most, deadline));
        Dispatch dispatch =
                new Dispatch(models, new Routing(rules, standings), new OpenCalls(1_000));
        second.failing(new Failure.BackendUnreachable("second", "away"));
        send(dispatch, "ann").close();
        second.answering(request -> ChatReply.ofText("second"));
        return dispatch;
    }

    @Test
    void aBackendThatIsEjectedIsSparedWhileTheOtherIsBusyAndAPlaceIsWaitedFor() throws Exception {
        Dispatch dispatch = secondIsEjected(Duration.ofMinutes(5), Duration.ofMinutes(1), 9);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ChatReply busy = send(dispatch, "ann");
            Future<ChatReply> other = threads.submit(() -> send(dispatch, "bob"));
            awaitLength(1);

            busy.close();

            other.get(20, TimeUnit.SECONDS).close();
        }
        assertThat(second.received()).hasSize(1);
    }

    /** One call keeps the first backend busy, and the other one gets the ejected one. */
    private void assertTheSecondIsAskedToo(Dispatch dispatch) {
        try (ChatReply busy = send(dispatch, "ann");
                ChatReply other = send(dispatch, "bob")) {
            assertThat(busy).isNotNull();
            assertThat(other).isNotNull();
        }
        assertThat(second.received()).hasSize(2);
    }

    @Test
    void theLastResortIsAskedAfterTheLongestWait() {
        Dispatch dispatch = secondIsEjected(Duration.ofMinutes(5), Duration.ofMillis(20), 9);
        assertTheSecondIsAskedToo(dispatch);
        assertThat(standings.queue().length()).isZero();
    }

    @Test
    void withoutAQueueTheLastResortIsAskedAtOnce() {
        Dispatch dispatch = secondIsEjected(Duration.ofMinutes(5), Duration.ofMinutes(1), 0);
        assertTheSecondIsAskedToo(dispatch);
    }

    @Test
    void thoseThatWaitGoToABackendWhoseEjectionIsOver() throws Exception {
        Dispatch dispatch = secondIsEjected(Duration.ofMillis(200), Duration.ofMinutes(1), 9);
        try (ChatReply busy = send(dispatch, "ann");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(busy).isNotNull();
            // Each makes room for the next one, whichever comes first.
            List<Future<?>> others = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                others.add(threads.submit(() -> send(dispatch, "bob").close()));
            }
            for (Future<?> other : others) {
                other.get(20, TimeUnit.SECONDS);
            }
        }
        assertThat(second.received()).hasSize(4);
    }

    @Test
    void aFailureOfABackendSaysMoreThanThatTheOtherWasBusyTooLong() {
        Dispatch dispatch = dispatch(Duration.ofMillis(20), OptionalInt.empty(), 1);
        second.failing(new Failure.BackendFailed("second", "broken"));
        try (ChatReply busy = send(dispatch, "ann")) {
            assertThat(busy.next()).isNotNull();

            FailureException failure =
                    catchThrowableOfType(FailureException.class, () -> send(dispatch, "bob"));

            assertThat(failure.failure()).isInstanceOf(Failure.BackendFailed.class);
        }
        assertThat(standings.queue().length()).isZero();
    }
}
