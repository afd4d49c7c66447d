package dev.chasqui.application.ledger;

import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * A bounded queue in front of a store that may be slow or away. One thread writes the entries in
 * batches, and keeps a batch until the store has taken it. {@link #offer} never waits.
 *
 * <p>When the queue is full, the newest entry is dropped and counted: what was taken stays taken,
 * so that a flood cannot push out the entries before it, and a dropped entry costs no lock. Safe
 * for use by several threads.
 *
 * @param <T> the type of the entries
 */
final class WriteBehind<T> implements AutoCloseable {
    /** The time between two attempts while the last entries are written. */
    private static final Duration CLOSING_PAUSE = Duration.ofMillis(50);

    /** The time in which an interrupted thread ends. */
    private static final Duration LAST_WAIT = Duration.ofMillis(500);

    private static final long COMPLAINT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final System.Logger LOG = System.getLogger(WriteBehind.class.getName());

    private final String name;
    private final IntSupplier most;
    private final Consumer<List<T>> store;
    private final Runnable chore;
    private final Timing timing;
    private final Queue<T> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private final AtomicLong complained = new AtomicLong(System.nanoTime() - COMPLAINT_NANOS);

    /** The entries that the thread has taken from the queue, until the store has them. */
    private final ArrayDeque<T> batch = new ArrayDeque<>();

    private final Thread thread;
    private volatile boolean closing;
    private volatile long closingAt;

    /**
     * The times of a queue.
     *
     * @param batch the most entries that are written together; when so many are there, they are
     *     written at once
     * @param interval the longest time between two batches
     * @param closing the longest time for the last entries
     * @param rests the rest after a batch, in multiples of the time that the batch took; it is no
     *     longer than the interval, and there is none at the end
     */
    record Timing(int batch, Duration interval, Duration closing, int rests) {
        Timing(int batch, Duration interval, Duration closing) {
            this(batch, interval, closing, 0);
        }

        private long restNanos(long taken) {
            return Math.min(rests * taken, interval.toNanos());
        }
    }

    /**
     * Makes a queue; {@link #start} starts its thread.
     *
     * @param name the name of the thread and of the queue in the log
     * @param most the most entries that wait, those of the batch included
     * @param store writes a batch, all or none; it throws {@link FailureException} if the store is
     *     away, after which the same batch is written again
     * @param chore further work for the thread, called after each interval and at the end
     */
    WriteBehind(
            String name, IntSupplier most, Consumer<List<T>> store, Runnable chore, Timing timing) {
        this.name = name;
        this.most = most;
        this.store = store;
        this.chore = chore;
        this.timing = timing;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    WriteBehind<T> start() {
        thread.start();
        return this;
    }

    /** Adds an entry. Returns false if it was dropped. */
    boolean offer(T entry) {
        int before;
        do {
            before = waiting.get();
            if (closing || before >= most.getAsInt()) {
                drop(null);
                return false;
            }
        } while (!waiting.compareAndSet(before, before + 1));
        queue.add(entry);
        // A wake-up for each entry would cost more than the entry.
        if ((before + 1) % timing.batch() == 0) {
            LockSupport.unpark(thread);
        }
        return true;
    }

    /** Returns the number of entries that the store does not have yet. */
    int waiting() {
        return waiting.get();
    }

    /** Returns the number of entries that were dropped. */
    long dropped() {
        return dropped.sum();
    }

    private void drop(@Nullable Throwable why) {
        dropped.increment();
        complain(
                dropped.sum()
                        + " entries were dropped until now, "
                        + waiting.get()
                        + " wait for the store",
                why);
    }

    /** Logs at most one line a minute. */
    private void complain(String what, @Nullable Throwable why) {
        long now = System.nanoTime();
        long last = complained.get();
        if (now - last >= COMPLAINT_NANOS && complained.compareAndSet(last, now)) {
            String line = name + ": " + what;
            if (why instanceof FailureException known) {
                LOG.log(Level.WARNING, line + ": " + known.failure().message());
            } else if (why == null) {
                LOG.log(Level.WARNING, line);
            } else {
                LOG.log(Level.WARNING, line, why);
            }
        }
    }

    private void run() {
        while (!closing) {
            LockSupport.parkNanos(this, timing.interval().toNanos());
            // Nobody interrupts this thread before the end; a flag that stays would make it spin.
            var _ = Thread.interrupted();
            writeAll();
            var _ = tidy();
        }
        while (!(writeAll() && tidy())
                && System.nanoTime() - closingAt < timing.closing().toNanos()) {
            LockSupport.parkNanos(this, CLOSING_PAUSE.toNanos());
            if (Thread.interrupted()) {
                return;
            }
        }
    }

    /** Does the further work. Returns false if it failed. */
    private boolean tidy() {
        try {
            chore.run();
            return true;
        } catch (RuntimeException | Error e) {
            complain("the store could not be tidied", e);
            return false;
        }
    }

    /** Writes batches until the queue is empty. Returns false if the store is away. */
    private boolean writeAll() {
        while (true) {
            while (batch.size() < timing.batch()) {
                T next = queue.poll();
                if (next == null) {
                    break;
                }
                batch.add(next);
            }
            if (batch.isEmpty()) {
                return true;
            }
            long began = System.nanoTime();
            if (!writeBatch()) {
                return false;
            }
            long ended = System.nanoTime();
            rest(ended + timing.restNanos(ended - began));
        }
    }

    /** Waits for a moment; the end of the queue waits for none. */
    private void rest(long until) {
        for (long left = until - System.nanoTime();
                left > 0 && !closing;
                left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    private boolean writeBatch() {
        try {
            store.accept(List.copyOf(batch));
            waiting.addAndGet(-batch.size());
            batch.clear();
            return true;
        } catch (FailureException | Error e) {
            // A thread that ended with an error of the store would write nothing any more.
            complain(waiting.get() + " entries wait for the store", e);
            return false;
        } catch (RuntimeException e) {
            return writeSingly();
        }
    }

    /** Writes a batch entry by entry, since one that the store cannot take must not stop others. */
    private boolean writeSingly() {
        while (!batch.isEmpty()) {
            try {
                store.accept(List.of(batch.getFirst()));
            } catch (FailureException | Error e) {
                complain(waiting.get() + " entries wait for the store", e);
                return false;
            } catch (RuntimeException e) {
                drop(e);
            }
            batch.removeFirst();
            waiting.decrementAndGet();
        }
        return true;
    }

    /** Writes what waits, within a bounded time; later entries are dropped. Idempotent. */
    @Override
    public void close() {
        if (closing) {
            return;
        }
        closingAt = System.nanoTime();
        closing = true;
        LockSupport.unpark(thread);
        try {
            if (!thread.join(timing.closing().plus(CLOSING_PAUSE))) {
                thread.interrupt();
                var _ = thread.join(LAST_WAIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (waiting.get() > 0) {
            LOG.log(
                    Level.WARNING,
                    name + ": " + waiting.get() + " entries are lost, since the store is away");
        }
    }
}
