package dev.chasqui.application.budgets;

import dev.chasqui.application.port.callers.SpendStore;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.failure.FailureException;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The writing of what is spent to a store that may be slow or away. {@link #add} never waits: it
 * joins the amounts of an owner and a day, so that they are as few as the owners and nothing is
 * ever dropped. One thread writes them, ten times a second at most, and keeps a batch until the
 * store has it.
 *
 * <p>The thread first reads what was spent before, as often as it takes. Requests wait for the
 * first attempt, at most some seconds after the start. Safe for use by several threads.
 */
public final class SpendWriter implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SpendWriter.class.getName());

    private static final Duration PACE = Duration.ofMillis(100);
    private static final Duration PACE_AFTER_FAILURE = Duration.ofMillis(500);
    private static final Duration CLOSING_PACE = Duration.ofMillis(50);

    /** The longest time for the last amounts. */
    private static final Duration CLOSING = Duration.ofSeconds(2);

    /** The time after the start in which requests wait for the first reading. */
    private static final Duration LONGEST_FIRST_READING = Duration.ofSeconds(5);

    private final SpendStore store;
    private final InstantSource clock;
    private final String name = UUID.randomUUID().toString();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CountDownLatch firstReading = new CountDownLatch(1);

    /** Written under the lock; so are {@link #closing} and {@link #thread}. */
    private Map<Place, Money> waiting = new HashMap<>();

    private boolean closing;
    private Optional<Thread> thread = Optional.empty();

    /** The batch that the store may not have yet; used by the writing thread alone. */
    private Optional<SpendStore.Batch> batch = Optional.empty();

    private long batches;
    private Optional<LocalDate> tidied = Optional.empty();
    private boolean failing;
    private volatile long firstReadingEnd = System.nanoTime();

    /** Makes a writer; {@link #start} starts its thread. */
    public SpendWriter(SpendStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    private record Place(String owner, LocalDate day) {}

    /**
     * Starts the thread.
     *
     * @param remember reads what was spent before; it throws {@link FailureException} if the store
     *     is away, and is called again then
     */
    public void start(Runnable remember) {
        firstReadingEnd = System.nanoTime() + LONGEST_FIRST_READING.toNanos();
        Thread started =
                Thread.ofPlatform().daemon().name("budgets").unstarted(() -> run(remember));
        lock.lock();
        try {
            thread = Optional.of(started);
        } finally {
            lock.unlock();
        }
        started.start();
    }

    /** Returns what was spent on a day and later, as the store knows it. */
    List<SpendStore.Spent> since(LocalDate day) {
        return store.since(day);
    }

    /** Adds what was spent. */
    void add(List<SpendStore.Spent> amounts) {
        lock.lock();
        try {
            boolean isFirst = waiting.isEmpty();
            for (SpendStore.Spent one : amounts) {
                waiting.merge(new Place(one.owner(), one.day()), one.amount(), Money::plus);
            }
            if (isFirst) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits while the store is read for the first time, unless that fails or takes too long. */
    void awaitFirstReading() {
        if (firstReading.getCount() == 0) {
            return;
        }
        try {
            boolean _ =
                    firstReading.await(firstReadingEnd - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Runnable remember) {
        boolean known = false;
        while (!isClosing()) {
            if (!known) {
                known = attempt(remember);
                firstReading.countDown();
            }
            if (known && writeAll()) {
                pause(PACE);
                awaitWork();
            } else {
                pause(PACE_AFTER_FAILURE);
            }
        }
        long end = System.nanoTime() + CLOSING.toNanos();
        while (!writeAll() && System.nanoTime() < end) {
            try {
                TimeUnit.NANOSECONDS.sleep(CLOSING_PACE.toNanos());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Writes all that waits. Returns false if the store is away. */
    boolean writeAll() {
        while (batch.isPresent() || take()) {
            SpendStore.Batch present = batch.orElseThrow();
            if (!attempt(() -> store.add(present))) {
                return false;
            }
            batch = Optional.empty();
            tidy();
        }
        return true;
    }

    private boolean take() {
        Map<Place, Money> taken;
        lock.lock();
        try {
            taken = waiting;
            waiting = new HashMap<>();
        } finally {
            lock.unlock();
        }
        if (taken.isEmpty()) {
            return false;
        }
        List<SpendStore.Spent> amounts = new ArrayList<>(taken.size());
        taken.forEach(
                (place, amount) ->
                        amounts.add(new SpendStore.Spent(place.owner(), place.day(), amount)));
        batch = Optional.of(new SpendStore.Batch(name, ++batches, amounts));
        return true;
    }

    /** Removes what no period holds any more, once a day. */
    private void tidy() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (!tidied.equals(Optional.of(today)) && attempt(() -> forget(today))) {
            tidied = Optional.of(today);
        }
    }

    /**
     * Removes what no period of the newest day before today holds: a clock that is far ahead for a
     * while finds no such day, and removes nothing.
     */
    private void forget(LocalDate today) {
        store.since(today.minusDays(BudgetPeriods.LONGEST)).stream()
                .map(SpendStore.Spent::day)
                .filter(day -> day.isBefore(today))
                .max(Comparator.naturalOrder())
                .ifPresent(newest -> store.forget(newest.minusDays(BudgetPeriods.LONGEST)));
    }

    private boolean attempt(Runnable work) {
        try {
            work.run();
            failing = false;
            return true;
        } catch (RuntimeException | Error e) {
            if (!failing) {
                LOG.log(
                        Level.WARNING,
                        "what budgets have spent cannot be read or written now, and is kept in"
                                + " memory until it can: "
                                + e.getMessage(),
                        e instanceof FailureException ? null : e);
            }
            failing = true;
            return false;
        }
    }

    private boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    private void awaitWork() {
        lock.lock();
        try {
            while (waiting.isEmpty() && batch.isEmpty() && !closing) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a time, or until the writer is closed. */
    private void pause(Duration length) {
        lock.lock();
        try {
            long left = length.toNanos();
            while (left > 0 && !closing) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but to be done with it.
            closing = true;
        } finally {
            lock.unlock();
        }
    }

    /** Writes what waits, within a bounded time. Idempotent. */
    @Override
    public void close() {
        Optional<Thread> writing;
        lock.lock();
        try {
            closing = true;
            writing = thread;
            thread = Optional.empty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (writing.isEmpty()) {
            return;
        }
        try {
            boolean ended = writing.get().join(CLOSING.plus(CLOSING_PACE));
            if (!ended) {
                writing.get().interrupt();
                ended = writing.get().join(CLOSING_PACE);
            }
            if (!ended || batch.isPresent()) {
                LOG.log(
                        Level.WARNING,
                        "some of what budgets have spent is lost, since the database is away");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
