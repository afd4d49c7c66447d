package dev.chasqui.application.deferred;

import dev.chasqui.application.deferred.DeferredAnswer.Done;
import dev.chasqui.application.port.personal.PersonalData;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The requests that run while their clients are away, and their answers. All of it is in memory and
 * bounded: the requests that run, those that wait, those of one caller, the bytes, and the time.
 * Safe for use by several threads.
 */
public final class DeferredAnswers implements PersonalData, AutoCloseable {
    /** The most requests that run at a time. */
    static final int MOST_RUNNING = 32;

    /** The most requests that wait for a place. */
    static final int MOST_WAITING = 128;

    /** The most requests of one caller, those included whose answers are kept. */
    public static final int MOST_OF_CALLER = 50;

    /** The most requests of one caller that are not over, so that others find places. */
    static final int MOST_UNFINISHED = 16;

    /** The time after its beginning at which a request is ended, and its answer is dropped. */
    public static final Duration KEPT_FOR = Duration.ofHours(1);

    /** The most bytes of all requests that are not over, and of all answers. */
    private static final long MOST_BYTES = 64L << 20;

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final LongSupplier nanos;
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    MOST_RUNNING,
                    MOST_RUNNING,
                    1,
                    TimeUnit.MINUTES,
                    new LinkedBlockingQueue<>(MOST_WAITING),
                    Thread.ofVirtual().name("deferred-", 0).factory());

    /** The requests, the oldest first; guarded by this object. */
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    private record Key(String owner, String id) {}

    private static final class Entry {
        private final Cancellation cancellation = new Cancellation();
        private final long begun;
        private long bytes;
        private DeferredAnswer state = new DeferredAnswer.Waiting();

        Entry(long begun, long bytes) {
            this.begun = begun;
            this.bytes = bytes;
        }
    }

    /** Makes a place for answers. */
    public DeferredAnswers() {
        this(System::nanoTime);
    }

    /**
     * @param nanos the clock, in nanoseconds
     */
    DeferredAnswers(LongSupplier nanos) {
        this.nanos = nanos;
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Begins a request; returns at once.
     *
     * @param owner the name of its caller, who alone finds the answer
     * @param bytes the size of the request
     * @param work makes the answer, on a thread of this object; it must end soon when it is
     *     cancelled, and throws nothing
     * @throws FailureException with {@code Invalid} if the caller has a request of this id here;
     *     with {@code Overloaded} if there is no room
     */
    public void begin(String owner, String id, long bytes, Function<Cancellation, Done> work) {
        Key key = new Key(owner, id);
        Entry entry = new Entry(nanos.getAsLong(), bytes);
        List<Entry> old;
        synchronized (this) {
            old = dropOld();
            if (entries.containsKey(key)) {
                throw new FailureException(
                        new Failure.Invalid(
                                "id",
                                "id: the answer to a request of yours is kept under this one"
                                        + " (expected: another id, or none; DELETE removes the"
                                        + " answer)"));
            }
            requireRoom(owner, bytes);
            entries.put(key, entry);
        }
        old.forEach(one -> one.cancellation.cancel());
        try {
            threads.execute(() -> run(key, entry, work));
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                entries.remove(key, entry);
            }
            throw overloaded(MOST_WAITING + " requests wait already");
        }
    }

    /** Removes the requests whose time is over, and returns them. */
    private List<Entry> dropOld() {
        List<Entry> old = new ArrayList<>();
        Iterator<Entry> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            Entry entry = oldest.next();
            if (nanos.getAsLong() - entry.begun < KEPT_FOR.toNanos()) {
                break;
            }
            oldest.remove();
            old.add(entry);
        }
        return old;
    }

    private void requireRoom(String owner, long bytes) {
        long all = bytes;
        int own = 0;
        int unfinished = 0;
        for (Map.Entry<Key, Entry> one : entries.entrySet()) {
            all += one.getValue().bytes;
            boolean isOwn = one.getKey().owner().equals(owner);
            own += isOwn ? 1 : 0;
            unfinished += isOwn && !(one.getValue().state instanceof Done) ? 1 : 0;
        }
        if (unfinished >= MOST_UNFINISHED) {
            throw overloaded(unfinished + " requests of yours wait or run here already");
        }
        if (own >= MOST_OF_CALLER) {
            throw overloaded(
                    "you have "
                            + own
                            + " requests here, answers included; DELETE removes those that you"
                            + " have read");
        }
        if (all > MOST_BYTES) {
            throw overloaded("the requests and answers that are kept take too much memory");
        }
    }

    private static FailureException overloaded(String why) {
        return new FailureException(new Failure.Overloaded(why, RETRY_AFTER));
    }

    private void run(Key key, Entry entry, Function<Cancellation, Done> work) {
        synchronized (this) {
            if (entries.get(key) != entry) {
                return;
            }
            entry.state = new DeferredAnswer.Running();
        }
        Done done = work.apply(entry.cancellation);
        synchronized (this) {
            entry.bytes = done.body().length;
            entry.state = done;
        }
    }

    /** Returns the state of a request of a caller; empty if there is none of this id. */
    public Optional<DeferredAnswer> find(String owner, String id) {
        List<Entry> old;
        Optional<DeferredAnswer> found;
        synchronized (this) {
            old = dropOld();
            found = Optional.ofNullable(entries.get(new Key(owner, id))).map(entry -> entry.state);
        }
        old.forEach(one -> one.cancellation.cancel());
        return found;
    }

    /**
     * Cancels a request of a caller, or drops its answer.
     *
     * @return the state that it had; empty if there is none of this id
     */
    public Optional<DeferredAnswer> remove(String owner, String id) {
        Entry removed;
        DeferredAnswer state;
        synchronized (this) {
            removed = entries.remove(new Key(owner, id));
            if (removed == null) {
                return Optional.empty();
            }
            state = removed.state;
        }
        removed.cancellation.cancel();
        return Optional.of(state);
    }

    @Override
    public String kind() {
        return "deferred_answers";
    }

    @Override
    public void export(String owner, Receiver receiver) throws IOException {
        Map<String, DeferredAnswer> own = new LinkedHashMap<>();
        synchronized (this) {
            entries.forEach(
                    (key, entry) -> {
                        if (key.owner().equals(owner)) {
                            own.put(key.id(), entry.state);
                        }
                    });
        }
        for (Map.Entry<String, DeferredAnswer> one : own.entrySet()) {
            Json.Obj item = Json.Obj.EMPTY.with("id", Json.of(one.getKey()));
            receiver.take(
                    one.getValue() instanceof Done done
                            ? item.with("answer", JsonReader.read(done.body()))
                            : item);
        }
    }

    @Override
    public long forget(String owner) {
        List<String> own;
        synchronized (this) {
            own =
                    entries.keySet().stream()
                            .filter(key -> key.owner().equals(owner))
                            .map(Key::id)
                            .toList();
        }
        return own.stream().filter(id -> remove(owner, id).isPresent()).count();
    }

    /** Cancels all requests, and waits for their ends, within a bounded time. */
    @Override
    public void close() {
        threads.shutdown();
        List<Entry> all;
        synchronized (this) {
            all = List.copyOf(entries.values());
            entries.clear();
        }
        all.forEach(entry -> entry.cancellation.cancel());
        try {
            var _ = threads.awaitTermination(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
