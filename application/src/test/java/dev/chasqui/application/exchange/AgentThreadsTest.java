package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.agents.Pipeline;
import dev.chasqui.application.agents.Step;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class AgentThreadsTest {
    private final AgentThreads threads = new AgentThreads(1);
    private final AtomicReference<Thread> ranOn = new AtomicReference<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger left = new AtomicInteger();
    private final AgentGeneration generation =
            new AgentGeneration() {
                @Override
                public Optional<AgentType<?>> find(String name) {
                    return Optional.empty();
                }

                @Override
                public Collection<AgentType<?>> all() {
                    return List.of();
                }

                @Override
                public boolean isTrusted(String name) {
                    return false;
                }

                @Override
                public void close() {
                    left.incrementAndGet();
                }
            };

    @AfterEach
    void close() {
        release.countDown();
        threads.close();
    }

    @Test
    void anExchangeRunsOnAThreadOfItsOwn() {
        run(new Cancellation(), this::note);

        assertThat(ranOn.get()).isNotSameAs(Thread.currentThread());
        assertThat(ranOn.get().getName()).startsWith("agents-");
    }

    @Test
    void anExchangeThatLeavesItsThreadGoesOnOnAnother() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch wentOn = new CountDownLatch(1);
        ExchangeExit exit = new ExchangeExit(reply -> wentOn.countDown());
        Thread caller =
                Thread.ofVirtual().start(() -> run(new Cancellation(), exit, () -> hang(started)));
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

        exit.leaveWith(ChatReply.ofText("the rest"));

        assertThat(caller.join(java.time.Duration.ofSeconds(10))).isTrue();
        assertThat(wentOn.getCount()).isZero();
        run(new Cancellation(), this::note);
        // The one whose thread hangs keeps its generation.
        awaitLeft(1);
    }

    @Test
    void anExchangeThatEndsByLeavingItsThreadFailsSo() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        ExchangeExit exit = new ExchangeExit(reply -> {});
        FailureException failure =
                new FailureException(new Failure.AgentFailed("foreign", "stuck"));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller =
                Thread.ofVirtual()
                        .start(
                                () ->
                                        thrown.set(
                                                catchThrowable(
                                                        () ->
                                                                run(
                                                                        new Cancellation(),
                                                                        exit,
                                                                        () -> hang(started)))));
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

        exit.leave(failure);

        assertThat(caller.join(java.time.Duration.ofSeconds(10))).isTrue();
        assertThat(thrown.get()).isSameAs(failure);
        run(new Cancellation(), this::note);
        assertThat(ranOn.get()).as("its place is free").isNotNull();
    }

    @Test
    void aFailureComesBackToTheCaller() {
        FailureException failure = new FailureException(new Failure.Internal());

        FailureException thrown =
                catchThrowableOfType(
                        FailureException.class,
                        () ->
                                run(
                                        new Cancellation(),
                                        () -> {
                                            throw failure;
                                        }));

        assertThat(thrown).isSameAs(failure);
    }

    @Test
    void cancellingReleasesTheCallerOfAnAgentThatHangs() throws Exception {
        Cancellation cancellation = new Cancellation();
        AtomicReference<FailureException> thrown = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        Thread caller =
                Thread.ofVirtual()
                        .start(
                                () ->
                                        thrown.set(
                                                catchThrowableOfType(
                                                        FailureException.class,
                                                        () ->
                                                                run(
                                                                        cancellation,
                                                                        () -> hang(started)))));
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

        cancellation.cancel();

        assertThat(caller.join(java.time.Duration.ofSeconds(10))).isTrue();
        assertThat(thrown.get().failure()).isInstanceOf(Failure.Cancelled.class);
    }

    @Test
    void whereAllPlacesAreTakenTheNextIsAskedToComeAgain() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        Thread first = Thread.ofVirtual().start(() -> run(new Cancellation(), () -> hang(started)));
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

        FailureException thrown =
                catchThrowableOfType(
                        FailureException.class, () -> run(new Cancellation(), this::note));

        assertThat(thrown.failure()).isInstanceOf(Failure.Overloaded.class);
        assertThat(thrown)
                .hasMessageContaining("at a time")
                .hasMessageContaining("'plugins.trusted'");
        release.countDown();
        assertThat(first.join(java.time.Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void whoComesAfterTheEndIsAskedToComeAgainToo() {
        threads.close();

        FailureException thrown =
                catchThrowableOfType(
                        FailureException.class, () -> run(new Cancellation(), this::note));

        assertThat(thrown.failure()).isInstanceOf(Failure.Overloaded.class);
        assertThat(thrown).hasMessage("the server stops; try again");
        assertThat(ranOn.get()).isNull();
    }

    @Test
    void theGenerationIsLeftWhenTheWorkIsOverOrNeverBegins() throws Exception {
        run(new Cancellation(), () -> assertThat(left).hasValue(0));
        awaitLeft(1);
        run(new Cancellation(), () -> assertThat(left).hasValue(1));
        awaitLeft(2);

        CountDownLatch started = new CountDownLatch(1);
        Cancellation cancellation = new Cancellation();
        Thread hanging =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    var _ =
                                            catchThrowable(
                                                    () -> run(cancellation, () -> hang(started)));
                                });
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(catchThrowable(() -> run(new Cancellation(), this::note)))
                .isInstanceOf(FailureException.class);
        assertThat(left).as("the one without a place").hasValue(3);

        cancellation.cancel();
        assertThat(hanging.join(java.time.Duration.ofSeconds(10))).isTrue();
        assertThat(left).as("the code of the cancelled one runs").hasValue(3);
        release.countDown();
        awaitLeft(4);
    }

    @Test
    void noThreadOfAnExchangeStartsAfterItsGenerationWasLeft() {
        var stay = threads.enter(pipeline("foreign"));
        stay.close();

        FailureException thrown =
                catchThrowableOfType(FailureException.class, () -> stay.start(this::note));

        assertThat(thrown.failure()).isInstanceOf(Failure.Cancelled.class);
        assertThat(left).hasValue(1);
        run(new Cancellation(), () -> {});
        assertThat(ranOn.get()).isNull();
    }

    @Test
    void whatIsCancelledBeforeItBeginsGivesItsPlaceBack() {
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();
        for (int i = 1; i <= 200; i++) {
            // Sometimes the work is done before the thread checks if it is still wanted.
            var _ = catchThrowable(() -> run(cancelled, () -> {}));
            awaitLeft(i);
        }
        run(new Cancellation(), this::note);

        assertThat(ranOn.get()).isNotNull();
    }

    private void run(Cancellation cancellation, Runnable work) {
        run(cancellation, new ExchangeExit(reply -> {}), work);
    }

    private void run(Cancellation cancellation, ExchangeExit exit, Runnable work) {
        try (var stay = threads.enter(pipeline("foreign"))) {
            stay.run(cancellation, exit, work);
        }
    }

    private void awaitLeft(int times) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (left.get() < times && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(left).hasValue(times);
    }

    private void note() {
        ranOn.set(Thread.currentThread());
    }

    private void hang(CountDownLatch started) {
        started.countDown();
        try {
            var _ = release.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Pipeline pipeline(String... agents) {
        return new Pipeline(
                List.of(agents).stream()
                        .map(name -> new Step(name, new Agent() {}, name.equals("bundled")))
                        .toList(),
                generation);
    }
}
