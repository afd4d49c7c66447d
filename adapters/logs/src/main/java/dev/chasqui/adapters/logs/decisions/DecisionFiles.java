package dev.chasqui.adapters.logs.decisions;

import dev.chasqui.adapters.logs.decisions.EntryQueue.Waiting;
import dev.chasqui.application.port.departures.DecisionLedger;
import dev.chasqui.application.port.departures.DecisionRules;
import dev.chasqui.application.port.departures.DecisionRules.OnFailure;
import dev.chasqui.application.port.departures.Departure;
import dev.chasqui.application.port.departures.Departures;
import dev.chasqui.application.port.departures.SentBody;
import dev.chasqui.domain.exchange.Cancellation;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private static final long COMPLAINT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final System.Logger LOG = System.getLogger(DecisionFiles.class.getName());

    private final ChainWriter writer;
    private final ChainReader reader;
    private final InstantSource clock;
    private final EntryQueue queue = new EntryQueue();
    private final AtomicLong missing = new AtomicLong();
    private volatile LongConsumer whenMissing = _ -> {};
    private volatile DecisionRules rules;
    private volatile @Nullable Thread thread;
    private volatile boolean asleep;
    private volatile boolean closing;
    private volatile boolean ended;

    /** True if the last try to write failed, or does not end. */
    private volatile boolean failing;

    /** True while one call tries, in place of all others, whether writing works again. */
    private final AtomicBoolean probing = new AtomicBoolean();

    // These belong to the thread that writes.
    private long lastWork;
    private long lastSync;
    private boolean fails;
    private long complainedAt = System.nanoTime() - COMPLAINT_NANOS;

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

    /** Takes over changed rules. The chain tells when they switch it off, and on again. */
    public void change(DecisionRules next) {
        boolean wasOn = rules.on();
        rules = next;
        if (next.on() != wasOn) {
            Json.Obj entry = EntryJson.switched(clock.instant(), next.on());
            enter(() -> List.of(entry), 1);
        }
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
    public void leaves(List<Departure> call) {
        Supplier<List<Json.Obj>> json = () -> call.stream().map(EntryJson::of).toList();
        if (rules.onFailure() == OnFailure.COUNT) {
            enter(json, call.size());
            return;
        }
        if (!isWritten(json, call.size())) {
            throw new FailureException(new NotEntered(call.getFirst().backend()));
        }
    }

    private boolean isWritten(Supplier<List<Json.Obj>> json, int count) {
        boolean probes = failing;
        if (probes && !probing.compareAndSet(false, true)) {
            return false;
        }
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        if (!offer(new Waiting(json, count, written), true)) {
            if (probes) {
                probing.set(false);
            }
            return false;
        }
        return await(written);
    }

    private boolean await(CompletableFuture<Boolean> written) {
        try {
            return written.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The writer leaves out an entry whose call is refused, unless it has begun with it.
            if (!written.complete(false)) {
                return written.join();
            }
            failing = true;
            return false;
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
        enter(() -> List.of(EntryJson.of(body)), 1);
    }

    private void enter(Supplier<List<Json.Obj>> json, int count) {
        if (!offer(new Waiting(json, count, null), false)) {
            miss(count);
        }
    }

    private boolean offer(Waiting call, boolean urgent) {
        if (closing || !queue.offer(call, rules.queue())) {
            return false;
        }
        Thread running = thread;
        if (ended) {
            giveUp();
        } else if (running == null) {
            start();
        } else if (urgent || asleep) {
            LockSupport.unpark(running);
        }
        return true;
    }

    /** Counts or refuses what came too late to be written. */
    private void giveUp() {
        while (!queue.isEmpty()) {
            for (Waiting one : queue.next()) {
                one.end(false);
                whenMissing.accept(one.counted());
            }
        }
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
        lastWork = System.nanoTime();
        lastSync = lastWork;
        while (!closing) {
            LockSupport.parkNanos(this, (fails ? RETRY : PAUSE).toNanos());
            // Nobody interrupts this thread; a flag would close the file.
            boolean _ = Thread.interrupted();
            try {
                round();
            } catch (RuntimeException | Error e) {
                // Without this thread all calls would be refused, or none entered.
                fails = true;
                complain("it tries again", e);
            }
        }
        try (writer) {
            boolean _ = writeAll();
        } catch (IOException | RuntimeException e) {
            complain("its last entries may be lost", e);
        } finally {
            ended = true;
            giveUp();
        }
    }

    private void round() {
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
            if (!write(queue.next())) {
                return false;
            }
        } while (!queue.isEmpty());
        return true;
    }

    private boolean write(List<Waiting> batch) {
        DecisionRules now = rules;
        long gap = missing.getAndSet(0);
        boolean through = now.sync().isZero();
        long counted = 0;
        for (Waiting one : batch) {
            through |= one.written() != null;
            counted += one.counted();
        }
        boolean appended = false;
        boolean done = false;
        try {
            List<Json.Obj> entries = entries(batch, gap);
            if (!entries.isEmpty()) {
                writer.append(entries, now.most());
            }
            appended = true;
            if (through) {
                writer.sync();
            }
            done = true;
        } catch (IOException | RuntimeException | Error e) {
            complain("calls that leave are " + (counted > 0 ? "not entered" : "refused"), e);
        }
        failing = !done;
        probing.set(false);
        if (!appended) {
            missing.addAndGet(gap + counted);
            whenMissing.accept(counted);
        }
        for (Waiting one : batch) {
            one.end(done);
        }
        if (done) {
            tidy(now);
        }
        return done;
    }

    private List<Json.Obj> entries(List<Waiting> batch, long gap) {
        List<Json.Obj> entries = new ArrayList<>(batch.size() + 1);
        if (gap > 0) {
            entries.add(EntryJson.missing(clock.instant(), gap));
        }
        for (Waiting one : batch) {
            if (one.isWanted()) {
                entries.addAll(one.json().get());
            }
        }
        return entries;
    }

    /** Removes old files, which is of no concern to the calls that wait. */
    private void tidy(DecisionRules now) {
        try {
            writer.tidy(now.keep(), now.most());
        } catch (IOException | RuntimeException e) {
            complain("its old files stay", e);
        }
    }

    /** Logs at most one line a minute; called by the thread that writes. */
    private void complain(String what, Throwable e) {
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
    public List<Json.Obj> newest(Query query, Cancellation cancellation) {
        return reader.newest(query, cancellation);
    }

    @Override
    public Verified verify(Optional<String> noted, Cancellation cancellation) {
        return reader.verify(noted, cancellation);
    }

    /** Writes what waits, within a bounded time; later calls are not entered. Idempotent. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closing = true;
            running = thread;
            ended |= running == null;
        }
        if (running == null) {
            giveUp();
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
