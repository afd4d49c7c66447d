package dev.chasqui.application.responses;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The responses that run without their clients: a bounded number at once, and a bounded number that
 * wait. They live as long as the process, across reloads. Safe for use by several threads.
 */
public final class BackgroundRuns {
    private static final Duration NEXT_TRY = Duration.ofSeconds(5);

    /** The time for which the events of a run that is over are held. */
    private static final Duration PAST = Duration.ofMinutes(10);

    private static final long MOST_PAST = 64 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Map<String, Run> runs = new HashMap<>();
    private final RunMemory memory;

    /** The events of the runs that are over, for clients that come back for them. */
    private final Cache<String, RunEvents> past =
            Caffeine.newBuilder()
                    .expireAfterWrite(PAST)
                    .maximumWeight(MOST_PAST)
                    .weigher((String _, RunEvents events) -> events.bytes())
                    .build();

    private final ThreadPoolExecutor threads;
    private int most;
    private boolean stopping;

    private record Run(
            String owner, long bytes, Cancellation cancellation, Optional<RunEvents> events) {}

    /**
     * @param running the most that run at once
     * @param waiting the most further ones
     * @param mostBytes the most bytes of memory of the requests of all of them
     */
    public BackgroundRuns(int running, int waiting, long mostBytes) {
        memory = new RunMemory(mostBytes);
        most = running + waiting;
        // The queue is bounded by the number of runs.
        threads =
                new ThreadPoolExecutor(
                        running,
                        running,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofVirtual().name("background-response-", 1).factory());
    }

    /** Changes the bounds; what is there stays. */
    public void change(int running, int waiting) {
        lock.lock();
        try {
            most = running + waiting;
            if (running > threads.getMaximumPoolSize()) {
                threads.setMaximumPoolSize(running);
                threads.setCorePoolSize(running);
            } else {
                threads.setCorePoolSize(running);
                threads.setMaximumPoolSize(running);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a place for a run.
     *
     * @param id the id of its response
     * @param owner the owner of its response
     * @param bytes the memory that its request holds until its end
     * @param cancellation cancels it
     * @param events its events, if clients may read them
     * @throws FailureException with {@code Overloaded} if all places, those of its owner, or the
     *     memory are taken, or the server stops
     */
    public Place take(
            String id,
            String owner,
            long bytes,
            Cancellation cancellation,
            Optional<RunEvents> events) {
        lock.lock();
        try {
            if (stopping) {
                throw full("the server is stopping; try again soon");
            }
            if (runs.size() >= most) {
                throw full(
                        "%d responses run or wait in the background already, which is the most"
                                        .formatted(runs.size())
                                + " (responses.background and responses.queue in the config); try"
                                + " again later, or without background");
            }
            requireShare(owner);
            if (!memory.hasRoom(owner, bytes)) {
                throw full(
                        "your responses in the background hold all the memory of one caller; try"
                                + " again when one of them is over, or without background");
            }
            if (!memory.hasRoom(bytes)) {
                throw full(
                        "the responses in the background of all callers hold all the memory for"
                                + " them; try again later, or without background");
            }
            memory.take(owner, bytes);
            runs.put(id, new Run(owner, bytes, cancellation, events));
            return new Place(id);
        } finally {
            lock.unlock();
        }
    }

    /** Leaves others half of the places. */
    private void requireShare(String owner) {
        int share = (most + 1) / 2;
        if (runs.values().stream().filter(run -> run.owner().equals(owner)).count() >= share) {
            throw full(
                    "%d of your responses run or wait in the background already, which is the most"
                                    .formatted(share)
                            + " of one caller (half of responses.background and responses.queue in"
                            + " the config); try again when one of them is over, or without"
                            + " background");
        }
    }

    private static FailureException full(String message) {
        return new FailureException(new Failure.Overloaded(message, NEXT_TRY));
    }

    /** A place for one run, which is given back unless the run begins. */
    public final class Place implements AutoCloseable {
        private final String id;
        private boolean begun;

        private Place(String id) {
            this.id = id;
        }

        /** Begins the run, at once or when others have ended. */
        public void begin(Runnable work) {
            threads.execute(
                    () -> {
                        try {
                            work.run();
                        } finally {
                            end(id);
                        }
                    });
            begun = true;
        }

        @Override
        public void close() {
            if (!begun) {
                end(id);
            }
        }
    }

    private void end(String id) {
        lock.lock();
        try {
            Run run = runs.remove(id);
            if (run != null) {
                memory.giveBack(run.owner(), run.bytes());
                run.events()
                        .ifPresent(
                                events -> {
                                    events.end();
                                    past.put(id, events);
                                });
            }
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Cancels a run; without effect if it is not one of this server, or over. */
    public void cancel(String id) {
        Run run;
        lock.lock();
        try {
            run = runs.get(id);
        } finally {
            lock.unlock();
        }
        if (run != null) {
            run.cancellation().cancel();
        }
    }

    /** Returns the events of a run; empty if they are not, or no longer, held by this server. */
    public Optional<RunEvents> events(String id) {
        lock.lock();
        try {
            Run run = runs.get(id);
            return run != null ? run.events() : Optional.ofNullable(past.getIfPresent(id));
        } finally {
            lock.unlock();
        }
    }

    /** Returns the ids of those that run or wait. */
    Set<String> ids() {
        lock.lock();
        try {
            return Set.copyOf(runs.keySet());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes no more, and waits until all have ended.
     *
     * @return false if they have not ended in time
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public boolean drain(Duration most) throws InterruptedException {
        lock.lock();
        try {
            stopping = true;
            long left = most.toNanos();
            while (!runs.isEmpty() && left > 0) {
                left = ended.awaitNanos(left);
            }
            return runs.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes no more, cancels all, and waits until they have ended.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public void stop(Duration most) throws InterruptedException {
        List<Cancellation> present;
        lock.lock();
        try {
            stopping = true;
            present = runs.values().stream().map(Run::cancellation).toList();
        } finally {
            lock.unlock();
        }
        present.forEach(Cancellation::cancel);
        boolean _ = drain(most);
        threads.shutdown();
    }
}
