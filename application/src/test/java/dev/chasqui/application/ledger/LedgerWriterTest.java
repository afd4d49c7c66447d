package dev.chasqui.application.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.Waiting;
import dev.chasqui.application.port.callers.AuditEntry;
import dev.chasqui.application.port.callers.AuditTrail;
import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.application.port.exchange.ExchangeAccount;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StoreAway;
import dev.chasqui.domain.model.Zone;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The queue before the ledger. */
class LedgerWriterTest {
    private static final Duration QUICK = Duration.ofMillis(5);

    private static final Ledger.Query ALL =
            new Ledger.Query(
                    Instant.EPOCH, Entries.NOON.plus(Duration.ofDays(99)), Optional.empty());

    /** A ledger that can be away, frozen or unable to take an entry. */
    private static final class MoodyLedger extends ForwardingLedger {
        final AtomicInteger attempts = new AtomicInteger();
        volatile boolean away;
        volatile boolean refusesSums;
        volatile boolean losesAnswers;
        volatile String poison = "";
        volatile CountDownLatch frozen = new CountDownLatch(0);

        @Override
        public void add(List<LedgerEntry> entries) {
            attempts.incrementAndGet();
            try {
                frozen.await();
            } catch (InterruptedException e) {
                throw new FailureException(new StoreAway("frozen"), e);
            }
            if (away) {
                throw new FailureException(new StoreAway("away"));
            }
            if (entries.stream().anyMatch(entry -> entry.id().startsWith(poison + "~"))) {
                throw new IllegalStateException("cannot take it");
            }
            inner.add(entries);
        }

        @Override
        public void addSums(Unentered sums) {
            attempts.incrementAndGet();
            if (away) {
                throw new FailureException(new StoreAway("away"));
            }
            if (refusesSums) {
                throw new IllegalStateException("cannot take them");
            }
            inner.addSums(sums);
            if (losesAnswers) {
                losesAnswers = false;
                throw new FailureException(new StoreAway("the answer is lost"));
            }
        }

        List<LedgerEntry> all() {
            return newest(ALL, Optional.empty(), 100_000);
        }
    }

    private final MoodyLedger ledger = new MoodyLedger();

    private LedgerWriter writer(int queue) {
        return writer(queue, Duration.ofMinutes(1));
    }

    private LedgerWriter writer(int queue, Duration firstRemoval) {
        return new LedgerWriter(
                ledger,
                used -> new Money(used.usage().promptTokens()),
                new LedgerSettings(true, queue, Duration.ofDays(1), 9, false),
                InstantSource.fixed(Entries.NOON),
                new WriteBehind.Timing(500, QUICK, Duration.ofMillis(200)),
                firstRemoval);
    }

    @Test
    void entriesOlderThanTheyAreKeptAndTheOldestOfTooManyAreRemoved() {
        List<LedgerEntry> there = new ArrayList<>();
        there.add(Entries.entry("old", Entries.NOON.minus(Duration.ofHours(25)), "ana"));
        for (int i = 0; i < 12; i++) {
            Instant at = Entries.NOON.minus(Duration.ofMinutes(i));
            there.add(Entries.entry("new" + i, at, "ana"));
        }
        ledger.add(there);
        try (LedgerWriter writer = writer(9, Duration.ZERO)) {
            Waiting.until("the removal", () -> ledger.all().size() == 9);
            assertThat(writer.waiting()).isZero();
        }

        assertThat(ledger.all()).extracting(LedgerEntry::id).contains("new0", "new8");
        assertThat(ledger.sums(ALL, Ledger.By.USER).getFirst().requests()).isEqualTo(13);
    }

    @Test
    void aRequestBecomesAnEntryWithItsFactsAndCost() {
        try (LedgerWriter writer = writer(9)) {
            writer.finished(Entries.record("r1", "m\u0000\ud800" + "x".repeat(300)));
            Waiting.until("the entry", () -> ledger.all().size() == 1);
        }
        LedgerEntry entry = ledger.all().getFirst();

        assertThat(entry.requestId()).isEqualTo("r1");
        assertThat(entry.user()).isEqualTo("ana");
        assertThat(entry.key()).contains("k1");
        assertThat(entry.teams()).containsExactly("a", "b");
        assertThat(entry.kind()).isEqualTo("chat");
        assertThat(entry.zone()).contains(Zone.RESTRICTED);
        assertThat(entry.bytesIn()).isEqualTo(7);
        assertThat(entry.cost()).isEqualTo(new Money(3));
        assertThat(entry.model().orElseThrow())
                .hasSize(LedgerEntries.LONGEST_NAME)
                .startsWith("m\\u0000\\ud800x");
    }

    @Test
    void requestsWithTheSameIdOfAClientAreAllEntered() {
        try (LedgerWriter writer = writer(9)) {
            writer.finished(Entries.record("same", "m"));
            writer.finished(Entries.record("same", "m"));
        }

        assertThat(ledger.all()).extracting(LedgerEntry::requestId).containsExactly("same", "same");
    }

    @Test
    void listsAndAdministratorsRoutesAreNoRequestsToModels() {
        try (LedgerWriter writer = writer(9)) {
            writer.finished(Entries.record("a", "openai", "m", 200, ExchangeAccount.NONE));
            writer.finished(Entries.record("b", "-", "m", 403, ExchangeAccount.NONE));
            writer.finished(Entries.record("c", "openai", "m", 401, ExchangeAccount.NONE));
        }

        assertThat(ledger.all()).hasSize(1);
        assertThat(ledger.all().getFirst().requestId()).isEqualTo("c");
        assertThat(ledger.all().getFirst().kind()).isEqualTo(LedgerEntries.UNKNOWN_KIND);
        assertThat(ledger.all().getFirst().user()).isEqualTo("127.0.0.1");
    }

    @Test
    void whileTheStoreIsAwayTheQueueKeepsWhatItHoldsAndCountsTheRest() {
        AtomicInteger told = new AtomicInteger();
        ledger.away = true;
        try (LedgerWriter writer = writer(5)) {
            writer.whenDropped(told::incrementAndGet);
            for (int i = 0; i < 8; i++) {
                writer.finished(Entries.record("r" + i, "m"));
            }
            Waiting.until("an attempt", () -> ledger.attempts.get() > 1);

            assertThat(writer.waiting()).isEqualTo(5);
            assertThat(writer.dropped()).isEqualTo(3);
            assertThat(told).hasValue(3);

            ledger.away = false;
            Waiting.until("all are written", () -> writer.waiting() == 0);
        }
        assertThat(ledger.all())
                .extracting(LedgerEntry::requestId)
                .containsExactlyInAnyOrder("r0", "r1", "r2", "r3", "r4");
    }

    @Test
    void requestsWithoutAnEntryAreInTheSumsOnce() {
        ledger.away = true;
        ledger.losesAnswers = true;
        try (LedgerWriter writer = writer(5)) {
            for (int i = 0; i < 8; i++) {
                writer.finished(Entries.record("r" + i, "m"));
            }
            assertThat(writer.dropped()).isEqualTo(3);
            ledger.away = false;
            Waiting.until("all are counted", () -> requests() == 8);
            assertThat(writer.waiting()).isZero();
        }

        assertThat(ledger.all()).hasSize(5);
        assertThat(ledger.sums(ALL, Ledger.By.KEY))
                .containsExactly(new Ledger.Sum("k1", 8, 0, 24, 32, new Money(24), 40));
    }

    private long requests() {
        return ledger.sums(ALL, Ledger.By.HOUR).stream().mapToLong(Ledger.Sum::requests).sum();
    }

    @Test
    void sumsThatTheStoreCannotTakeStopNoEntries() {
        AtomicInteger told = new AtomicInteger();
        ledger.away = true;
        ledger.refusesSums = true;
        try (LedgerWriter writer = writer(5)) {
            writer.whenUncounted(told::addAndGet);
            for (int i = 0; i < 8; i++) {
                writer.finished(Entries.record("r" + i, "m"));
            }
            ledger.away = false;
            Waiting.until("all are written", () -> writer.waiting() == 0);
            Waiting.until("the rest is given up", () -> told.get() == 3);
        }
        assertThat(requests()).isEqualTo(5);
    }

    @Test
    void aFrozenStoreStopsNobodyAndTheEndIsBounded() {
        ledger.frozen = new CountDownLatch(1);
        LedgerWriter writer = writer(1_000);
        for (int i = 0; i < 1_200; i++) {
            writer.finished(Entries.record("r" + i, "m"));
        }

        assertThat(writer.waiting()).isEqualTo(1_000);
        assertThat(writer.dropped()).isEqualTo(200);
        writer.close();
        writer.finished(Entries.record("late", "m"));

        assertThat(ledger.all()).isEmpty();
        assertThat(writer.dropped()).isEqualTo(201);
    }

    @Test
    void theWriterRestsAfterABatchButNotAtTheEnd() {
        Duration batchTime = Duration.ofMillis(5);
        List<Long> begun = new ArrayList<>();
        WriteBehind<Integer> queue =
                new WriteBehind<Integer>(
                                "flood",
                                () -> 1_000,
                                batch -> {
                                    synchronized (begun) {
                                        begun.add(System.nanoTime());
                                    }
                                    spend(batchTime);
                                },
                                () -> {},
                                new WriteBehind.Timing(
                                        10, Duration.ofSeconds(1), Duration.ofSeconds(20), 4))
                        .start();
        for (int i = 0; i < 1_000; i++) {
            assertThat(queue.offer(i)).isTrue();
        }
        Waiting.until("some batches", () -> queue.waiting() <= 960);
        queue.close();

        assertThat(queue.waiting()).isZero();
        synchronized (begun) {
            assertThat(begun.get(1) - begun.get(0))
                    .isGreaterThanOrEqualTo(batchTime.multipliedBy(5).toNanos());
        }
    }

    private static void spend(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Test
    void whatWaitsIsWrittenAtTheEnd() {
        LedgerWriter writer = writer(10_000);
        for (int i = 0; i < 3_000; i++) {
            writer.finished(Entries.record("r" + i, "m"));
        }
        writer.close();

        assertThat(ledger.all()).hasSize(3_000);
        assertThat(writer.dropped()).isZero();
    }

    @Test
    void anEntryThatTheStoreCannotTakeStopsNoOther() {
        ledger.poison = "bad";
        try (LedgerWriter writer = writer(9)) {
            writer.finished(Entries.record("good", "m"));
            writer.finished(Entries.record("bad", "m"));
            writer.finished(Entries.record("better", "m"));
            Waiting.until("all are handled", () -> writer.waiting() == 0);

            assertThat(writer.dropped()).isEqualTo(1);
        }
        assertThat(ledger.all())
                .extracting(LedgerEntry::requestId)
                .containsExactlyInAnyOrder("good", "better");
    }

    @Test
    void aLedgerThatIsOffEntersNothing() {
        try (LedgerWriter writer = writer(9)) {
            writer.change(new LedgerSettings(false, 9, Duration.ofDays(1), 9, false));
            writer.finished(Entries.record("r", "m"));

            assertThat(writer.waiting()).isZero();
        }
        assertThat(ledger.all()).isEmpty();
    }

    @Test
    void manyThreadsLoseNothingBelowTheBound() throws InterruptedException {
        LedgerWriter writer = writer(8_000);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        for (int i = 0; i < 1_000; i++) {
                                            writer.finished(Entries.record("r", "m"));
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        writer.close();

        assertThat(ledger.sums(ALL, Ledger.By.USER).getFirst().requests()).isEqualTo(8_000);
        assertThat(writer.dropped()).isZero();
    }

    @Test
    void auditEntriesWaitForTheirStoreAndComeOnce() {
        MemoryAudit inner = new MemoryAudit();
        AtomicInteger calls = new AtomicInteger();
        AuditTrail store =
                new AuditTrail() {
                    @Override
                    public void add(AuditEntry entry) {
                        if (calls.incrementAndGet() == 2) {
                            throw new FailureException(new StoreAway("away"));
                        }
                        inner.add(entry);
                    }

                    @Override
                    public List<AuditEntry> newest(int most) {
                        return inner.newest(most);
                    }
                };
        try (AuditWriter audit = new AuditWriter(store)) {
            audit.add(new AuditEntry(Entries.NOON, "root", "key.create", "a", "", ""));
            audit.add(new AuditEntry(Entries.NOON, "root", "key.create", "b", "", ""));
        }

        assertThat(inner.newest(9)).extracting(AuditEntry::subject).containsExactly("b", "a");
    }
}
