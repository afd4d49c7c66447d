package dev.chasqui.plugins.rag.filestore;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.filestore.AttachedFile.Problem;
import dev.chasqui.plugins.rag.filestore.AttachedFile.Status;
import dev.chasqui.plugins.rag.intake.DocumentIntake;
import dev.chasqui.plugins.rag.reading.Upload;
import dev.chasqui.plugins.rag.store.CollectionName;
import dev.chasqui.plugins.rag.store.Collections;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * The threads that read attached files and add them to their collections. A file is in progress
 * until they are done with it, also across restarts. Safe for use by several threads.
 */
final class Attaching {
    /** The most files that may wait. */
    static final int MOST_WAITING = 20_000;

    /** Most of the time they wait for commits, and one commit takes all that wait. */
    private static final int THREADS = 16;

    private static final int MOST_TRIES = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
    private static final System.Logger LOG = System.getLogger(Attaching.class.getName());

    private final StoreIndex index;
    private final FileStore files;
    private final Collections collections;
    private final DocumentIntake intake;
    private final Runnable sweep;

    // Guarded by this.
    private final Deque<AttachedFile> waiting = new ArrayDeque<>();
    private final Map<AttachedFile, Cancellation> running = new HashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean stopped = true;

    /**
     * @param sweep deletes what has expired; called about once a minute
     */
    Attaching(
            StoreIndex index,
            FileStore files,
            Collections collections,
            DocumentIntake intake,
            Runnable sweep) {
        this.index = index;
        this.files = files;
        this.collections = collections;
        this.intake = intake;
        this.sweep = sweep;
    }

    /** Starts the threads, which first add what was in progress before. */
    synchronized void start() {
        waiting.clear();
        index.files().stream()
                .filter(file -> file.status() == Status.IN_PROGRESS)
                .forEach(waiting::add);
        stopped = false;
        for (int i = 1; i <= THREADS; i++) {
            threads.add(Thread.ofPlatform().daemon().name("rag-attach-" + i).start(this::work));
        }
    }

    /**
     * Ends the threads. What they are at stays in progress for the next start.
     *
     * @throws IllegalStateException if they do not end in time, or if the thread is interrupted
     */
    void stop() {
        List<Thread> ending;
        List<Cancellation> cut;
        synchronized (this) {
            stopped = true;
            ending = List.copyOf(threads);
            threads.clear();
            cut = List.copyOf(running.values());
            notifyAll();
        }
        cut.forEach(Cancellation::cancel);
        try {
            for (Thread thread : ending) {
                if (!thread.join(PATIENCE)) {
                    throw new IllegalStateException("a file that is being read takes too long");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("a file that is being read takes too long", e);
        }
    }

    /**
     * Refuses more files than may wait.
     *
     * @throws FailureException with {@code Overloaded} if there is no room
     */
    synchronized void requireRoom(int count) {
        if (waiting.size() + count > MOST_WAITING) {
            throw new FailureException(
                    new Failure.Overloaded(
                            "too many files wait to be added; try again later", RETRY_AFTER));
        }
    }

    /** Adds a file that is in progress to those that wait. */
    synchronized void enqueue(AttachedFile file) {
        waiting.add(file);
        notifyAll();
    }

    /**
     * Stops the work on files that were removed or cancelled, and waits until none is at work.
     *
     * @throws FailureException with {@code Overloaded} if that takes too long
     */
    void withdraw(List<AttachedFile> gone) {
        List<Cancellation> cut;
        Set<Key> keys = gone.stream().map(Key::of).collect(Collectors.toSet());
        synchronized (this) {
            waiting.removeIf(file -> keys.contains(Key.of(file)));
            cut =
                    running.entrySet().stream()
                            .filter(entry -> keys.contains(Key.of(entry.getKey())))
                            .map(Map.Entry::getValue)
                            .toList();
        }
        cut.forEach(Cancellation::cancel);
        awaitIdle(cut);
    }

    private synchronized void awaitIdle(List<Cancellation> cut) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (cut.stream().anyMatch(running::containsValue)) {
                long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
                if (left <= 0) {
                    throw new FailureException(
                            new Failure.Overloaded(
                                    "a file that is being added takes too long; try again",
                                    RETRY_AFTER));
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    /** The identity of an attached file. */
    private record Key(String collection, String fileId) {
        static Key of(AttachedFile file) {
            return new Key(file.collection(), file.fileId());
        }
    }

    private void work() {
        long swept = System.nanoTime();
        while (true) {
            Optional<Job> job = next();
            if (job.isEmpty() && isStopped()) {
                return;
            }
            try {
                job.ifPresent(this::run);
                if (System.nanoTime() - swept > SWEEP.toNanos()) {
                    swept = System.nanoTime();
                    sweep.run();
                }
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "a change of a vector store waits", e);
                job.ifPresent(this::runLater);
            }
        }
    }

    /** A file at work. */
    private record Job(AttachedFile file, Cancellation cancellation) {}

    /** Waits for a file; returns empty now and then, and when this is stopped. */
    private synchronized Optional<Job> next() {
        await(SWEEP, () -> stopped || !waiting.isEmpty());
        if (stopped || waiting.isEmpty()) {
            return Optional.empty();
        }
        Job job = new Job(waiting.remove(), new Cancellation());
        running.put(job.file(), job.cancellation());
        return Optional.of(job);
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private void run(Job job) {
        try {
            for (int tries = 1; isInProgress(job.file()); tries++) {
                if (isStopped()) {
                    return;
                }
                Optional<Failure> failure = add(job);
                if (isStopped() && failure.isPresent()) {
                    return;
                }
                boolean later = failure.filter(Failure.Overloaded.class::isInstance).isPresent();
                if (!later || tries == MOST_TRIES) {
                    finish(job.file(), failure.map(Attaching::problem));
                    return;
                }
                pause(job, failure.flatMap(Failure::retryDelay).orElse(RETRY_AFTER));
            }
            removeDocument(job.file());
        } finally {
            synchronized (this) {
                running.remove(job.file());
                notifyAll();
            }
        }
    }

    /** Lets a file wait again whose outcome could not be recorded, as on a full disk. */
    private void runLater(Job job) {
        pause(job, RETRY_AFTER);
        if (isInProgress(job.file())) {
            enqueue(job.file());
        }
    }

    private boolean isInProgress(AttachedFile file) {
        return index.file(file.collection(), file.fileId())
                .filter(now -> now.status() == Status.IN_PROGRESS)
                .isPresent();
    }

    /** Adds a file and returns the failure, if there is one. */
    private Optional<Failure> add(Job job) {
        AttachedFile file = job.file();
        Optional<StoredFile> stored = files.find(file.fileId());
        if (stored.isEmpty()) {
            return Optional.of(new Failure.Invalid("file", "the file is not there any more"));
        }
        Upload upload =
                new Upload(file.document(), stored.get().contentType(), files.bytes(stored.get()));
        try (DocumentIntake.Prepared prepared =
                intake.prepare(
                        new CollectionName(file.collection()),
                        upload,
                        file.facts(),
                        job.cancellation())) {
            var _ = prepared.add();
            return Optional.empty();
        } catch (FailureException e) {
            return Optional.of(e.failure());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a file of a vector store cannot be added", e);
            return Optional.of(new Failure.Internal());
        }
    }

    /** Records the outcome, unless the file was removed or cancelled meanwhile. */
    private void finish(AttachedFile file, Optional<Problem> problem) {
        synchronized (index) {
            if (isInProgress(file)) {
                AttachedFile now = index.file(file.collection(), file.fileId()).orElse(file);
                index.put(now.with(problem.isEmpty() ? Status.COMPLETED : Status.FAILED, problem));
                return;
            }
        }
        removeDocument(file);
    }

    private void pause(Job job, Duration time) {
        try (Cancellation.Registration _ = job.cancellation().onCancel(this::wake)) {
            await(time, () -> stopped || job.cancellation().isCancelled());
        }
    }

    /** Waits until something is so, but not longer than a time. An interruption stops all. */
    private synchronized void await(Duration longest, BooleanSupplier isSo) {
        long end = System.nanoTime() + longest.toNanos();
        try {
            while (!isSo.getAsBoolean()) {
                long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
                if (left <= 0) {
                    return;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = true;
        }
    }

    private synchronized void wake() {
        notifyAll();
    }

    /** Removes the document of a file that was removed or cancelled while it was added. */
    private void removeDocument(AttachedFile file) {
        boolean isWanted =
                index.file(file.collection(), file.fileId())
                        .filter(now -> now.status() != Status.CANCELLED)
                        .isPresent();
        if (isWanted) {
            return;
        }
        collections.removeIfThere(
                new CollectionName(file.collection()), file.document(), new Cancellation());
    }

    /** Returns the problem that clients are told. */
    static Problem problem(Failure failure) {
        return switch (failure) {
            case Failure.Invalid(Optional<String> field, String message)
                    when field.filter("type"::equals).isPresent() ->
                    new Problem("unsupported_file", message);
            case Failure.Invalid invalid -> new Problem("invalid_file", invalid.message());
            case Failure.TooLarge large -> new Problem("invalid_file", large.message());
            default -> new Problem("server_error", failure.message());
        };
    }
}
