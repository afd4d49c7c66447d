package dev.chasqui.application.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.callers.SpendStore;
import dev.chasqui.application.port.callers.SpendStore.Batch;
import dev.chasqui.application.port.callers.SpendStore.Spent;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StoreAway;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

class SpendWriterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);
    private static final InstantSource CLOCK = () -> Instant.parse("2026-11-30T20:00:00Z");

    private final FailingStore store = new FailingStore();
    private final SpendWriter writer = new SpendWriter(store, CLOCK);

    /** A store that can be away, and may lose the acknowledgement of what it has written. */
    private static final class FailingStore implements SpendStore {
        final MemorySpending inner = new MemorySpending();
        final CountDownLatch written = new CountDownLatch(1);
        volatile boolean away;
        volatile boolean unacknowledged;

        private void check(boolean fails) {
            if (fails) {
                throw new FailureException(new StoreAway("away"));
            }
        }

        @Override
        public List<Spent> since(LocalDate since) {
            check(away);
            return inner.since(since);
        }

        @Override
        public void add(Batch batch) {
            check(away);
            inner.add(batch);
            written.countDown();
            check(unacknowledged);
        }

        @Override
        public void forget(LocalDate before) {
            check(away);
            inner.forget(before);
        }
    }

    private static Spent spent(long nanos) {
        return new Spent("all", TODAY, new Money(nanos));
    }

    @Test
    void nothingIsLostWhileTheStoreIsAwayAndNothingCountsTwice() {
        store.away = true;
        writer.add(List.of(spent(1)));
        assertThat(writer.writeAll()).isFalse();
        writer.add(List.of(spent(2)));
        store.away = false;
        store.unacknowledged = true;
        assertThat(writer.writeAll()).isFalse();
        writer.add(List.of(spent(4)));
        store.unacknowledged = false;

        assertThat(writer.writeAll()).isTrue();
        assertThat(store.since(TODAY)).containsExactly(spent(7));
    }

    @Test
    void theThreadReadsFirstAsOftenAsItTakesAndRequestsWaitForItsFirstAttempt() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        AtomicInteger readings = new AtomicInteger();
        List<Spent> known = new CopyOnWriteArrayList<>();
        writer.add(List.of(spent(1)));
        writer.start(
                () -> {
                    boolean _ = isReached(first);
                    // The writer takes an error in here for a store that is away.
                    known.addAll(store.inner.since(TODAY));
                    store.check(readings.incrementAndGet() < 2);
                });
        Thread request = Thread.startVirtualThread(writer::awaitFirstReading);
        awaitItsWait(request);
        first.countDown();
        assertThat(request.join(PATIENCE)).isTrue();
        assertThat(readings.get()).isPositive();

        assertThat(isReached(store.written)).isTrue();
        assertThat(known).isEmpty();
        assertThat(store.inner.since(TODAY)).containsExactly(spent(1));
        assertThat(readings.get()).isEqualTo(2);
        writer.close();
    }

    private static boolean isReached(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitItsWait(Thread thread) {
        long began = System.nanoTime();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void whatWaitsIsWrittenAtTheEnd() {
        writer.start(() -> {});
        for (int i = 0; i < 1000; i++) {
            writer.add(List.of(spent(1)));
        }
        writer.close();
        writer.close();
        assertThat(store.since(TODAY)).containsExactly(spent(1000));
    }

    @Test
    void daysThatNoPeriodHoldsAreRemoved() {
        writer.add(List.of(new Spent("all", TODAY.minusDays(33), new Money(1))));
        writer.add(List.of(new Spent("all", TODAY.minusDays(32), new Money(1))));
        writer.add(List.of(new Spent("all", TODAY.minusDays(1), new Money(1))));
        assertThat(writer.writeAll()).isTrue();
        assertThat(store.since(LocalDate.EPOCH)).hasSize(2);
    }
}
