package dev.chasqui.adapters.logs.decisions;

import dev.chasqui.application.port.departures.DecisionLedger;
import dev.chasqui.application.port.departures.DecisionRules;
import dev.chasqui.application.port.departures.DecisionRules.OnFailure;
import dev.chasqui.application.port.departures.Departure;
import dev.chasqui.application.port.departures.Departures;
import dev.chasqui.application.port.departures.SentBody;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.NotEntered;
import dev.chasqui.domain.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * The decision ledger in files: a bounded queue, and one thread that writes. The folder and the
 * thread are made for the first entry, so a server whose requests all stay inside has neither. Safe
 * for use by several threads.
 *
 * <p>Calls that are counted rather than refused do not wake the thread one by one: it looks every
 * {@link #PAUSE} while there are calls, and sleeps after a second without any.
 */
public final class DecisionFiles implements Departures, DecisionLedger, AutoCloseable {
    /** The longest time for which an entry waits before it is handed to the system. */
    static final Duration PAUSE = Duration.ofMillis(10);

    private static final Duration IDLE = Duration.ofSeconds(1);

    /** The time between two tries to write to a disk that fails. */
    private static final Duration RETRY = Duration.ofMillis(250);

    /** The longest wait of a call for its entry, and of the end for all of them. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The most entries that are written together. */
    private static final int BATCH = 512;

    private static final long COMPLAINT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final System.Logger LOG = System.getLogger(DecisionFiles.class.getName());

    private final ChainWriter writer;
    private final ChainReader reader;
    private final InstantSource clock;
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger length = new AtomicInteger();
    private final AtomicLong missing = new AtomicLong();
    private volatile LongConsumer whenMissing = _ -> {};
    private volatile DecisionRules rules;
    private volatile @Nullable Thread thread;
    private volatile boolean asleep;
    private volatile boolean closing;
    private long complainedAt = System.nanoTime() - COMPLAINT_NANOS;

    /**
     * An entry that waits.
     *
     * @param json makes the entry
     * @param written completed when it is on the disk; null if nobody waits for that
     */
    private record Waiting(Supplier<Json.Obj> json, @Nullable CompletableFuture<Boolean> written) {}

    /**
     * Makes the ledger; nothing is made on the disk yet.
     *
     * @param folder its folder, which need not be there
     */
    public DecisionFiles(Path folder, DecisionRules rules, InstantSource clock) {
        this.writer = new ChainWriter(new ChainFolder(folder), clock);
        this.reader = ChainReader.of(folder);
        this.rules = rules;
        this.clock = clock;
    }

    /** Takes over changed rules. */
    public void change(DecisionRules next) {
        rules = next;
    }

    /** Sets what is told of each number of calls that are missing. */
    public void whenMissing(LongConsumer told) {
        whenMissing = told;
    }

    @Override
    public boolean isOn() {
        return rules.on();
    }

    @Override
    public void leaves(Departure departure) {
        if (rules.onFailure() == OnFailure.COUNT) {
            if (!offer(new Waiting(() -> EntryJson.of(departure), null), false)) {
                miss(1);
            }
            return;
        }
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        if (!offer(new Waiting(() -> EntryJson.of(departure), written), true) || !await(written)) {
            throw new FailureException(new NotEntered(departure.backend()));
        }
    }

    private static boolean await(CompletableFuture<Boolean> written) {
        try {
            return written.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The writer leaves out an entry whose call is refused, unless it has begun with it.
            return !written.complete(false) && written.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            boolean _ = written.complete(false);
            throw new FailureException(new Failure.Cancelled());
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing completes it with an exception", e);
        }
    }

    @Override
    public void sent(SentBody body) {
        if (!offer(new Waiting(() -> EntryJson.of(body), null), false)) {
            miss(1);
        }
    }

    private boolean offer(Waiting entry, boolean urgent) {
        int before;
        do {
            before = length.get();
            if (closing || before >= rules.queue()) {
                return false;
            }
        } while (!length.compareAndSet(before, before + 1));
        queue.add(entry);
        Thread running = thread;
        if (running == null) {
            start();
        } else if (urgent || asleep) {
            LockSupport.unpark(running);
        }
        return true;
    }

    private synchronized void start() {
        if (thread == null && !closing) {
            Thread made = Thread.ofPlatform().daemon().name("decisions").unstarted(this::run);
            thread = made;
            made.start();
        }
    }

    private void miss(long count) {
        missing.addAndGet(count);
        whenMissing.accept(count);
        Thread running = thread;
        if (running == null) {
            start();
        } else if (asleep) {
            LockSupport.unpark(running);
        }
    }

    private void run() {
        long lastWork = System.nanoTime();
        long lastSync = lastWork;
        boolean fails = false;
        while (!closing) {
            LockSupport.parkNanos(this, (fails ? RETRY : PAUSE).toNanos());
            // Nobody interrupts this thread; a flag would close the file.
            boolean _ = Thread.interrupted();
            boolean works = !queue.isEmpty() || missing.get() > 0;
            fails = works && !writeAll();
            long now = System.nanoTime();
            lastWork = works ? now : lastWork;
            if (now - lastSync >= rules.sync().toNanos()) {
                lastSync = now;
                fails |= !sync();
            }
            if (!fails && now - lastWork > IDLE.toNanos()) {
                fails = !sync();
                sleep();
                lastWork = System.nanoTime();
            }
        }
        boolean _ = writeAll();
        try {
            writer.close();
        } catch (IOException e) {
            complain("its last entries may be lost", e);
        }
    }

    private void sleep() {
        asleep = true;
        if (queue.isEmpty() && missing.get() == 0 && !closing) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    private boolean sync() {
        try {
            writer.sync();
            return true;
        } catch (IOException e) {
            complain("its last entries may be lost", e);
            return false;
        }
    }

    /** Writes what waits. Returns false if the disk fails; what waited is counted or refused. */
    private boolean writeAll() {
        do {
            List<Waiting> batch = new ArrayList<>();
            while (batch.size() < BATCH) {
                Waiting next = queue.poll();
                if (next == null) {
                    break;
                }
                batch.add(next);
            }
            length.addAndGet(-batch.size());
            if (!write(batch)) {
                return false;
            }
        } while (!queue.isEmpty());
        return true;
    }

    private boolean write(List<Waiting> batch) {
        long gap = missing.getAndSet(0);
        List<Json.Obj> entries = new ArrayList<>(batch.size() + 1);
        if (gap > 0) {
            entries.add(EntryJson.missing(clock.instant(), gap));
        }
        boolean through = rules.sync().isZero();
        long counted = 0;
        for (Waiting one : batch) {
            CompletableFuture<Boolean> written = one.written();
            if (written == null || !written.isDone()) {
                entries.add(one.json().get());
            }
            through |= written != null;
            counted += written == null ? 1 : 0;
        }
        DecisionRules now = rules;
        boolean done = false;
        try {
            if (!entries.isEmpty()) {
                writer.append(entries, now.keep(), now.most());
            }
            if (through) {
                writer.sync();
            }
            done = true;
        } catch (IOException | RuntimeException e) {
            missing.addAndGet(gap + counted);
            whenMissing.accept(counted);
            complain("calls that leave are " + (counted > 0 ? "not entered" : "refused"), e);
        }
        for (Waiting one : batch) {
            if (one.written() != null) {
                boolean _ = one.written().complete(done);
            }
        }
        return done;
    }

    /** Logs at most one line a minute; called by the thread that writes. */
    private void complain(String what, Exception e) {
        long now = System.nanoTime();
        if (now - complainedAt >= COMPLAINT_NANOS) {
            complainedAt = now;
            LOG.log(
                    Level.WARNING,
                    "the decision ledger cannot be written ("
                            + e.getClass().getSimpleName()
                            + "), so "
                            + what
                            + "; make room on the disk of the data folder");
        }
    }

    @Override
    public List<Json.Obj> newest(Query query) {
        return reader.newest(query);
    }

    @Override
    public Verified verify(Optional<String> noted) {
        return reader.verify(noted);
    }

    /** Writes what waits, within a bounded time; later calls are not entered. Idempotent. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closing = true;
            running = thread;
        }
        if (running == null) {
            return;
        }
        LockSupport.unpark(running);
        try {
            if (!running.join(PATIENCE)) {
                LOG.log(Level.WARNING, "the decision ledger did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
