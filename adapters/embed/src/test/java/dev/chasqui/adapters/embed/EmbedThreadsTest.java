package dev.chasqui.adapters.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@Timeout(30)
class EmbedThreadsTest {
    private static final Duration LONG = Duration.ofSeconds(25);

    private final EmbedThreads threads = new EmbedThreads("m", 1, 2, LONG);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void end() {
        gate.countDown();
        threads.end(LONG);
        callers.close();
    }

    @Test
    void aStepRunsOnAPlatformThread() {
        assertThat(run(() -> Thread.currentThread().isVirtual())).isFalse();
    }

    @Test
    void theyAreServedInTheOrderInWhichTheyCame() throws Exception {
        List<Integer> order = new CopyOnWriteArrayList<>();
        var _ = occupy();
        Future<?> first = callers.submit(() -> run(() -> order.add(1)));
        awaitWaiting(1);
        Future<?> second = callers.submit(() -> run(() -> order.add(2)));
        awaitWaiting(2);

        gate.countDown();
        first.get();
        second.get();
        assertThat(order).containsExactly(1, 2);
    }

    @Test
    void whoComesWhenTheQueueIsFullIsToldToComeAgain() throws Exception {
        var _ = occupy();
        for (int waiting = 1; waiting <= 2; waiting++) {
            var _ = callers.submit(() -> run(() -> 0));
            awaitWaiting(waiting);
        }

        Failure failure = failure(threads, new Cancellation());
        assertThat(failure).isInstanceOf(Failure.Overloaded.class);
        assertThat(failure.message()).contains("its queue is full");
        assertThat(failure.retryDelay()).isPresent();
    }

    @Test
    void whoWaitsTooLongLeavesTheQueue() throws Exception {
        EmbedThreads hasty = new EmbedThreads("m", 1, 2, Duration.ofMillis(20));
        var _ = occupy(hasty);

        assertThat(failure(hasty, new Cancellation()).message()).contains("has waited");
        assertThat(hasty.waiting()).isZero();
        gate.countDown();
        assertThat(hasty.end(LONG)).isTrue();
    }

    @Test
    void whoGivesUpLeavesTheQueueAtOnce() throws Exception {
        var _ = occupy();
        Cancellation cancellation = new Cancellation();
        Future<Failure> gone = callers.submit(() -> failure(threads, cancellation));
        awaitWaiting(1);

        cancellation.cancel();
        assertThat(gone.get()).isInstanceOf(Failure.Cancelled.class);
        assertThat(threads.waiting()).isZero();
    }

    @Test
    void whoHasGivenUpBeforeIsNotServed() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();

        assertThat(failure(threads, cancellation)).isInstanceOf(Failure.Cancelled.class);
    }

    @Test
    void whatAStepThrowsIsThrown() {
        Failure failed = new Failure.Internal();

        FailureException thrown =
                catchThrowableOfType(
                        FailureException.class,
                        () ->
                                run(
                                        () -> {
                                            throw new FailureException(failed);
                                        }));
        assertThat(thrown.failure()).isEqualTo(failed);
    }

    @Test
    void theEndGivesUpWhatWaitsAndWaitsForWhatRuns() throws Exception {
        Future<?> running = occupy();
        Future<Failure> waiting = callers.submit(() -> failure(threads, new Cancellation()));
        awaitWaiting(1);

        assertThat(threads.end(Duration.ofMillis(20))).isFalse();
        assertThat(waiting.get()).isInstanceOf(Failure.Cancelled.class);
        gate.countDown();
        assertThat(threads.end(LONG)).isTrue();
        running.get();
        assertThat(failure(threads, new Cancellation())).isInstanceOf(Failure.Cancelled.class);
    }

    private Future<?> occupy() throws InterruptedException {
        return occupy(threads);
    }

    /** Keeps the only thread busy until the gate opens. */
    private Future<?> occupy(EmbedThreads pool) throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        Callable<Boolean> step =
                () -> {
                    busy.countDown();
                    return pass();
                };
        Future<?> running = callers.submit(() -> pool.run(step, new Cancellation()));
        busy.await();
        return running;
    }

    private boolean pass() throws InterruptedException {
        gate.await();
        return true;
    }

    private <T> T run(Callable<T> step) {
        return threads.run(step, new Cancellation());
    }

    private static Failure failure(EmbedThreads threads, Cancellation cancellation) {
        return catchThrowableOfType(
                        FailureException.class, () -> threads.run(() -> 0, cancellation))
                .failure();
    }

    private void awaitWaiting(int count) {
        while (threads.waiting() != count) {
            Thread.onSpinWait();
        }
    }
}
