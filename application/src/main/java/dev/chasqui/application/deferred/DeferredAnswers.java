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
import java.util.concurrent.ScheduledThreadPoolExecutor;
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

    /** The share of one caller in them. */
    static final long MOST_BYTES_OF_CALLER = 32L << 20;

    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

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

    private final ScheduledThreadPoolExecutor sweeper =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("deferred-sweeper").factory());

    /** The requests, the oldest first; guarded by this object. */
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    private record Key(String owner, String id) {}

    private static final class Entry {
        private final Cancellation cancellation = new Cancellation();
        private final long begun;
        private long bytes;
        private DeferredAnswer state = new DeferredAnswer.Waiting();
        private Runnable task = () -> {};

        Entry(long begun, long bytes) {
            this.begun = begun;
            this.bytes = bytes;
        }
    }

    /** Makes a place for answers. */
    public DeferredAnswers() {
        this(System::nanoTime, BETWEEN_LOOKS);
    }

    /**
     * @param nanos the clock, in nanoseconds
     * @param betweenLooks the time between two looks for requests whose time is over
     */
    DeferredAnswers(LongSupplier nanos, Duration betweenLooks) {
        this.nanos = nanos;
        threads.allowCoreThreadTimeOut(true);
        var _ =
                sweeper.scheduleWithFixedDelay(
                        this::endOld,
                        betweenLooks.toNanos(),
                        betweenLooks.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /**
     * Begins a request; returns at once.
     *
     * @param owner the name of its caller, who alone finds the answer
     * @param bytes the size of the request
     * @param work makes the answer, on a thread of this object; it must end soon when it is
     *     cancelled, and throws nothing
     * @param refusal makes the answer that is kept instead of one for which there is no room
     * @throws FailureException with {@code Invalid} if the caller has a request of this id here;
     *     with {@code Overloaded} if there is no room
     */
    public void begin(
            String owner,
            String id,
            long bytes,
            Function<Cancellation, Done> work,
            Function<Failure, Done> refusal) {
        Key key = new Key(owner, id);
        Entry entry = new Entry(nanos.getAsLong(), bytes);
        entry.task = () -> run(key, entry, work, refusal);
        endOld();
        synchronized (this) {
            if (entries.containsKey(key)) {
                throw new FailureException(
                        new Failure.Invalid(
                                "id",
                                "id: the answer to a request of yours is kept under this one"
                                        + " (expected: another id, or none; DELETE removes the"
                                        + " answer)"));
            }
            requireRoom(owner, bytes);
            try {
                // Does not wait. Here, since whoever removes the entry removes the task as well.
                threads.execute(entry.task);
            } catch (RejectedExecutionException e) {
                throw overloaded(MOST_WAITING + " requests wait already");
            }
            entries.put(key, entry);
        }
    }

    /** Ends the requests whose time is over. */
    private void endOld() {
        dropOld().forEach(this::end);
    }

    /** Ends a request that was removed, and gives its place in the queue to others. */
    private void end(Entry removed) {
        var _ = threads.remove(removed.task);
        removed.cancellation.cancel();
    }

    /** Removes the requests whose time is over, and returns them. */
    private synchronized List<Entry> dropOld() {
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
        int own = 0;
        int unfinished = 0;
        for (Map.Entry<Key, Entry> one : entries.entrySet()) {
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
        lackOfBytes(owner, bytes)
                .ifPresent(
                        why -> {
                            throw overloaded(why);
                        });
    }

    /** Returns why there is no room for some bytes more; empty if there is. */
    private Optional<String> lackOfBytes(String owner, long more) {
        long all = more;
        long own = more;
        for (Map.Entry<Key, Entry> one : entries.entrySet()) {
            all += one.getValue().bytes;
            own += one.getKey().owner().equals(owner) ? one.getValue().bytes : 0;
        }
        if (own > MOST_BYTES_OF_CALLER) {
            return Optional.of(
                    "with %d bytes more your requests and answers here would have %d, and at most %d are kept; DELETE removes those that you have read"
                            .formatted(more, own, MOST_BYTES_OF_CALLER));
        }
        return all > MOST_BYTES
                ? Optional.of("the requests and answers that are kept take too much memory")
                : Optional.empty();
    }

    private static FailureException overloaded(String why) {
        return new FailureException(new Failure.Overloaded(why, RETRY_AFTER));
    }

    private void run(
            Key key,
            Entry entry,
            Function<Cancellation, Done> work,
            Function<Failure, Done> refusal) {
        synchronized (this) {
            if (entries.get(key) != entry) {
                return;
            }
            entry.state = new DeferredAnswer.Running();
        }
        Done done = work.apply(entry.cancellation);
        synchronized (this) {
            if (entries.get(key) != entry) {
                return;
            }
            entry.bytes = 0;
            Done kept =
                    lackOfBytes(key.owner(), done.body().length)
                            .map(why -> refusal.apply(overloaded(why).failure()))
                            .orElse(done);
            entry.bytes = kept.body().length;
            entry.state = kept;
        }
    }

    /** Returns the state of a request of a caller; empty if there is none of this id. */
    public Optional<DeferredAnswer> find(String owner, String id) {
        endOld();
        synchronized (this) {
            return Optional.ofNullable(entries.get(new Key(owner, id))).map(entry -> entry.state);
        }
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
        end(removed);
        return Optional.of(state);
    }

    @Override
    public String kind() {
        return "deferred_answers";
    }

    @Override
    public void export(String owner, Receiver receiver) throws IOException {
        endOld();
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
        List<Runnable> _ = sweeper.shutdownNow();
        threads.shutdown();
        List<Entry> all;
        synchronized (this) {
            all = List.copyOf(entries.values());
            entries.clear();
        }
        all.forEach(this::end);
        try {
            var _ = threads.awaitTermination(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
