package dev.chasqui.application.routing.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.Waiting;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The waits of threads for places. */
class RequestQueueTest {
    private static final QueueRules RULES = new QueueRules(2_000, 2_000, Duration.ofMinutes(1));

    private final RequestQueue queue = new RequestQueue(System::nanoTime);
    private final FakePlaces places = new FakePlaces();
    private final Cancellation cancellation = new Cancellation();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.close();
    }

    private QueuedRequest request(String caller) {
        QueuedRequest request = queue.request(caller, 0, Optional.empty());
        request.noteObstacles(List.of(places));
        return request;
    }

    private Future<Optional<QueueRefusal>> waiting(QueuedRequest request, QueueRules rules) {
        int before = queue.length();
        Future<Optional<QueueRefusal>> wait =
                threads.submit(() -> request.await(queue.changes(), rules, cancellation));
        Waiting.until("it waits", () -> queue.length() > before || wait.isDone());
        return wait;
    }

    private void free() {
        places.free();
        queue.freed(places);
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    @Test
    void onePlaceWakesOneThatWaits() throws Exception {
        try (QueuedRequest first = request("ann");
                QueuedRequest second = request("bob")) {
            var wait = waiting(first, RULES);
            var other = waiting(second, RULES);

            free();

            assertThat(get(wait)).isEmpty();
            assertThat(first.isCalled()).isTrue();
            assertThat(second.isCalled()).isFalse();
            assertThat(queue.isTaken(places)).isTrue();
            assertThat(second.isTaken(places)).isTrue();
            assertThat(first.isTaken(places)).isFalse();
            assertThat(places.take()).isTrue();
            first.served();
            free();
            assertThat(get(other)).isEmpty();
        }
        assertThat(queue.length()).isZero();
    }

    @Test
    void aPlaceThatOneLeavesUnusedIsThatOfTheNext() throws Exception {
        QueuedRequest first = request("ann");
        try (QueuedRequest second = request("bob")) {
            var wait = waiting(first, RULES);
            var other = waiting(second, RULES);
            free();
            assertThat(get(wait)).isEmpty();

            first.close();

            assertThat(get(other)).isEmpty();
        }
    }

    @Test
    void aPlaceThatIsFreeBeforeTheWaitBeginsIsNotMissed() throws Exception {
        free();
        try (QueuedRequest first = request("ann")) {
            assertThat(get(waiting(first, RULES))).isEmpty();
        }
    }

    @Test
    void aWaitEndsAtItsDeadline() throws Exception {
        QueueRules brief = new QueueRules(9, 9, Duration.ofMillis(20));
        try (QueuedRequest first = request("ann")) {
            QueueRefusal refusal = get(waiting(first, brief)).orElseThrow();

            assertThat(refusal.why())
                    .isEqualTo("No place was free within 20ms (routing.queue.deadline)");
            assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        }
        assertThat(queue.length()).isZero();
    }

    @Test
    void oneMoreThanMayWaitIsRefusedAtOnce() {
        QueueRules small = new QueueRules(1, 9, Duration.ofMinutes(1));
        try (QueuedRequest first = request("ann");
                QueuedRequest second = request("bob")) {
            var _ = waiting(first, small);

            assertThat(second.await(queue.changes(), small, cancellation))
                    .map(QueueRefusal::why)
                    .contains("1 request waits already (routing.queue.most: 1)");
            cancellation.cancel();
        }
    }

    @Test
    void oneWhoseClientLeavesIsGoneAtOnce() throws Exception {
        List<Duration> waits = new CopyOnWriteArrayList<>();
        queue.watch(waits::add);
        try (QueuedRequest first = request("ann")) {
            Future<FailureException> failure =
                    threads.submit(
                            () ->
                                    catchThrowableOfType(
                                            FailureException.class,
                                            () ->
                                                    first.await(
                                                            queue.changes(), RULES, cancellation)));
            Waiting.until("it waits", () -> queue.length() == 1);

            cancellation.cancel();

            assertThat(queue.length()).isZero();
            assertThat(get(failure).failure()).isInstanceOf(Failure.Cancelled.class);
        }
        assertThat(waits).hasSize(1);
    }

    @Test
    void changedRulesLetEachLookAgain() throws Exception {
        try (QueuedRequest first = request("ann")) {
            var wait = waiting(first, RULES);

            queue.lookAgain();

            assertThat(get(wait)).isEmpty();
            assertThat(first.isCalled()).isFalse();
        }
    }

    @Test
    void oneThatLookedBeforeAChangeDoesNotWait() throws Exception {
        try (QueuedRequest first = request("ann")) {
            long seen = queue.changes();
            queue.lookAgain();

            var wait = threads.submit(() -> first.await(seen, RULES, cancellation));

            assertThat(get(wait)).isEmpty();
            assertThat(queue.length()).isZero();
        }
    }

    @Test
    void aPlaceThatIsFreeByItselfAfterATimeWakesTheNext() throws Exception {
        long from = System.nanoTime() + Duration.ofMillis(30).toNanos();
        AwaitedPlace timed =
                new AwaitedPlace() {
                    @Override
                    public Object key() {
                        return places;
                    }

                    @Override
                    public int free(long now) {
                        return now - from >= 0 ? 1 : 0;
                    }

                    @Override
                    public long freesInNanos(long now) {
                        return Math.max(0, from - now);
                    }
                };
        try (QueuedRequest first = queue.request("ann", 0, Optional.empty());
                QueuedRequest second = queue.request("bob", 0, Optional.empty())) {
            first.noteObstacles(List.of(timed));
            second.noteObstacles(List.of(timed));
            var wait = waiting(first, RULES);
            var other = waiting(second, RULES);

            assertThat(get(wait)).isEmpty();
            first.served();
            assertThat(get(other)).isEmpty();
        }
    }

    @Test
    void positionsAreToldToThoseThatAreShownThem() throws Exception {
        List<Integer> told = new CopyOnWriteArrayList<>();
        try (QueuedRequest first = request("ann");
                QueuedRequest second = queue.request("ann", 0, Optional.of(told::add))) {
            second.noteObstacles(List.of(places));
            var wait = waiting(first, RULES);
            var other = waiting(second, RULES);
            Waiting.until("the position", () -> told.equals(List.of(2)));

            free();
            assertThat(get(wait)).isEmpty();
            assertThat(places.take()).isTrue();
            first.served();

            Waiting.until("the next position", () -> told.equals(List.of(2, 1)));
            free();
            assertThat(get(other)).isEmpty();
        }
    }
}
