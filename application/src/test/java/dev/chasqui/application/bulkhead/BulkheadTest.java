package dev.chasqui.application.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.port.BulkheadState;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

class BulkheadTest {
    private final AtomicLong now = new AtomicLong();
    private final Bulkhead bulkhead = new Bulkhead("rag", limits(1, 1), now::get);

    private static AgentLimits limits(int concurrency, int queue) {
        return new AgentLimits(
                Duration.ofSeconds(20),
                concurrency,
                queue,
                Optional.empty(),
                1,
                2,
                Duration.ofSeconds(30));
    }

    private Bulkhead.Pass enter() {
        return bulkhead.enter(String.class, false, new Cancellation());
    }

    private Failure refused() {
        return catchThrowableOfType(FailureException.class, this::enter).failure();
    }

    @Test
    void aFullOneIsWaitedForInTurn() throws Exception {
        Bulkhead.Pass first = enter();
        CompletableFuture<Bulkhead.Pass> second = CompletableFuture.supplyAsync(this::enter);
        awaitWaiting(1);

        assertThat(refused()).isInstanceOf(Failure.Overloaded.class);

        first.close();
        first.close();
        second.get(10, TimeUnit.SECONDS).close();
        assertThat(bulkhead.state().running()).isZero();
        enter().close();
    }

    @Test
    void aWaitEndsWithItsExchange() throws Exception {
        Bulkhead.Pass first = enter();
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Failure> second =
                CompletableFuture.supplyAsync(
                        () ->
                                catchThrowableOfType(
                                                FailureException.class,
                                                () ->
                                                        bulkhead.enter(
                                                                String.class, false, cancellation))
                                        .failure());
        awaitWaiting(1);

        cancellation.cancel();

        assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(new Failure.Cancelled());
        assertThat(bulkhead.state().waiting()).isZero();
        first.close();
        assertThat(bulkhead.state().running()).isZero();
    }

    @Test
    void theSameAgentTwiceInOneExchangeTakesOnePlace() {
        try (var _ = enter();
                var _ = bulkhead.enter(String.class, true, new Cancellation())) {
            assertThat(bulkhead.state().running()).isEqualTo(1);
        }
    }

    @Test
    void moreIsLetInAfterAReload() {
        try (var _ = enter()) {
            bulkhead.reset(limits(2, 0));
            enter().close();
        }
    }

    @Test
    void thoseThatWaitGetNewPlacesAtOnceAndFewerPlacesAreGivenBackFirst() throws Exception {
        Bulkhead.Pass first = enter();
        CompletableFuture<Bulkhead.Pass> second = CompletableFuture.supplyAsync(this::enter);
        awaitWaiting(1);

        bulkhead.reset(limits(2, 1));
        Bulkhead.Pass let = second.get(10, TimeUnit.SECONDS);
        assertThat(bulkhead.state().running()).isEqualTo(2);

        CompletableFuture<Bulkhead.Pass> third = CompletableFuture.supplyAsync(this::enter);
        awaitWaiting(1);
        bulkhead.reset(limits(1, 1));
        first.close();
        assertThat(third).isNotDone();
        assertThat(bulkhead.state().running()).isEqualTo(1);

        let.close();
        third.get(10, TimeUnit.SECONDS).close();
        assertThat(bulkhead.state().running()).isZero();
    }

    @Test
    void failuresInARowSwitchItOff() {
        enter().failed();
        enter().failed();

        assertThat(refused())
                .isInstanceOfSatisfying(
                        Failure.Overloaded.class,
                        failure -> {
                            assertThat(failure.message()).contains("'rag'", "switched off");
                            assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(30));
                        });
    }

    @Test
    void theRefusalSaysForHowLongAndWhatToDo() {
        enter().failed();
        enter().failed();
        now.addAndGet(Duration.ofSeconds(9).toNanos());

        assertThat(refused().message()).contains("for 21 s", "'chasqui agents reload rag'");
        assertThat(bulkhead.whyOff(String.class).orElseThrow()).contains("21 s");
    }

    @Test
    void anotherVersionOfItsCodeIsNotSwitchedOffByTheFailuresOfTheOneBefore() {
        Bulkhead.Pass late = bulkhead.enter(String.class, true, new Cancellation());
        enter().failed();
        enter().failed();

        bulkhead.enter(Integer.class, false, new Cancellation()).failed();
        late.failed();

        assertThat(bulkhead.whyOff(Integer.class)).isEmpty();
        bulkhead.enter(Integer.class, false, new Cancellation()).succeeded();
        assertThat(refused().message()).contains("switched off");
    }

    @Test
    void itRunsAgainAfterARestart() {
        enter().failed();
        enter().failed();

        bulkhead.restart();

        assertThat(bulkhead.whyOff(String.class)).isEmpty();
        enter().failed();
        enter().succeeded();
    }

    @Test
    void oneThatHangsInManyThreadsStaysOffUntilItIsReloaded() {
        for (int i = 0; i < Bulkhead.MOST_LEFT_BEHIND; i++) {
            bulkhead.leftBehind(String.class);
        }
        now.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(refused().message()).contains("reload");
        assertThat(bulkhead.state().breaker()).isEqualTo(BulkheadState.Breaker.SWITCHED_OFF);

        bulkhead.enter(Integer.class, false, new Cancellation()).succeeded();
        enter().close();
    }

    private void awaitWaiting(int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (bulkhead.state().waiting() < count && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(bulkhead.state().waiting()).isEqualTo(count);
    }
}
