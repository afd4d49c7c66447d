package dev.chasqui.application.ledger;

import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.application.port.exchange.ExchangeListener;
import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.domain.account.Money;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * A listener that enters each request into the ledger, behind a bounded queue. While the store is
 * away, the queue keeps what it holds; when it is full, the newest entries are dropped and counted,
 * and only their sums are kept. One thread writes, at least once a second, and removes old entries
 * once an hour. Safe for use by several threads; {@link #finished} never waits.
 */
public final class LedgerWriter implements ExchangeListener, AutoCloseable {
    /**
     * The writing takes a twentieth of its thread's time, so that a flood leaves the rest to
     * requests. Its batches are large, since each commit writes pages of every index anew.
     */
    private static final WriteBehind.Timing TIMING =
            new WriteBehind.Timing(4_000, Duration.ofSeconds(1), Duration.ofSeconds(2), 19);

    /** The most entries that wait with their content, some 64 KB each at most. */
    private static final int MOST_WITH_CONTENT = 1_000;

    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    /** The wait before the first removal, so that it does not delay a start. */
    private static final Duration FIRST = Duration.ofMinutes(1);

    private final Ledger ledger;
    private final InstantSource clock;
    private final LedgerEntries entries = new LedgerEntries();
    private final WriteBehind<LedgerEntry> queue;
    private final Cost cost;
    private volatile LedgerSettings settings;
    private final UnenteredSums unentered = new UnenteredSums(this::uncounted);
    private volatile Runnable whenDropped = () -> {};
    private volatile IntConsumer whenUncounted = _ -> {};
    private long nextPrune;
    private long nextSums = System.nanoTime();

    /**
     * Makes a writer and starts its thread.
     *
     * @param cost the present prices; entries that wait have their costs already
     */
    public LedgerWriter(Ledger ledger, Cost cost, LedgerSettings settings, InstantSource clock) {
        this(ledger, cost, settings, clock, TIMING, FIRST);
    }

    LedgerWriter(
            Ledger ledger,
            Cost cost,
            LedgerSettings settings,
            InstantSource clock,
            WriteBehind.Timing timing,
            Duration firstRemoval) {
        nextPrune = System.nanoTime() + firstRemoval.toNanos();
        this.ledger = ledger;
        this.cost = cost;
        this.settings = settings;
        this.clock = clock;
        this.queue =
                new WriteBehind<>(
                        "ledger", () -> this.settings.queue(), this::write, this::tidy, timing);
        var _ = queue.start();
    }

    /** Changes the settings. */
    public void change(LedgerSettings next) {
        settings = next;
    }

    /** Sets what is called for each entry that is dropped; it must not block. */
    public void whenDropped(Runnable action) {
        whenDropped = action;
    }

    /**
     * Sets what is told how many requests are neither entered nor in the sums; it must not block.
     */
    public void whenUncounted(IntConsumer action) {
        whenUncounted = action;
    }

    private void uncounted(int requests) {
        whenUncounted.accept(requests);
    }

    @Override
    public boolean wantsContent() {
        LedgerSettings present = settings;
        return present.on() && present.content();
    }

    @Override
    public void finished(ExchangeRecord exchange) {
        if (settings.on()) {
            entries.of(exchange).ifPresent(entry -> add(entry, exchange.account().spent()));
        }
    }

    private void add(LedgerEntry entry, List<ModelUsage> spent) {
        LedgerEntry whole = entry.withCost(cost(spent));
        boolean full = whole.content().isPresent() && queue.waiting() >= MOST_WITH_CONTENT;
        if (!queue.offer(full ? whole.withContent(Optional.empty()) : whole)) {
            unentered.add(whole);
            whenDropped.run();
        }
    }

    private void write(List<LedgerEntry> batch) {
        // A flood has no pauses in which sums could be written.
        if (System.nanoTime() - nextSums >= 0) {
            writeSums();
        }
        ledger.add(batch);
    }

    private void writeSums() {
        unentered.writeTo(ledger);
        nextSums = System.nanoTime() + TIMING.interval().toNanos();
    }

    /** Writes sums that no batch came after, and removes old entries. */
    private void tidy() {
        writeSums();
        prune();
    }

    /** Returns the cost of each model by its own price. */
    private Money cost(List<ModelUsage> spent) {
        Money sum = Money.ZERO;
        for (ModelUsage one : spent) {
            sum = sum.plus(cost.of(one));
        }
        return sum;
    }

    /** Returns the number of entries that the store does not have yet. */
    public int waiting() {
        return queue.waiting();
    }

    /** Returns the number of entries that were dropped. */
    public long dropped() {
        return queue.dropped();
    }

    /** Removes old entries if an hour has passed; called by the writing thread. */
    private void prune() {
        if (System.nanoTime() - nextPrune >= 0) {
            nextPrune = System.nanoTime() + HOUR;
            LedgerSettings present = settings;
            var _ = ledger.prune(clock.instant().minus(present.keep()), present.most());
        }
    }

    /** Writes what waits, within a bounded time. */
    @Override
    public void close() {
        queue.close();
    }
}
