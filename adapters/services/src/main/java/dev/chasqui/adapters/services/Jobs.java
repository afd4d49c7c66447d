package dev.chasqui.adapters.services;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugin.service.Scheduler;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The jobs of one plug-in, each on a virtual thread of its own that waits and runs in turn. Safe
 * for use by several threads.
 */
final class Jobs implements Scheduler {
    private static final System.Logger LOG = System.getLogger(Jobs.class.getName());
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Duration LONGEST = Duration.ofDays(365);

    /** The longest time that {@link #close} waits for runs that are under way. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final String plugin;
    private final ClassLoader loader;
    private final Consumer<Runnable> watch;
    private final Lifetime lifetime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<OneJob> jobs = new HashSet<>();
    private boolean paused;
    private boolean closed;

    /**
     * @param watch runs the work on the present thread, such that one that spins does not stop
     *     other threads
     */
    Jobs(String plugin, ClassLoader loader, Consumer<Runnable> watch, Lifetime lifetime) {
        this.plugin = plugin;
        this.loader = loader;
        this.watch = watch;
        this.lifetime = lifetime;
    }

    @Override
    public Job every(Duration pause, String name, Runnable work) {
        requirePause(pause, Duration.ofMillis(1));
        return start(new OneJob(name, pause, true, work));
    }

    @Override
    public Job after(Duration pause, String name, Runnable work) {
        requirePause(pause, Duration.ZERO);
        return start(new OneJob(name, pause, false, work));
    }

    private static void requirePause(Duration pause, Duration least) {
        if (pause.compareTo(least) < 0 || pause.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "pause: " + pause + " (expected: " + least + " to " + LONGEST + ")");
        }
    }

    private Job start(OneJob job) {
        if (!NAME.matcher(job.name).matches()) {
            throw new IllegalArgumentException(
                    "name: (expected: letters, digits, '-' or '_', at most 64)");
        }
        lock.lock();
        try {
            lifetime.requireOpen();
            if (jobs.size() >= MOST_JOBS) {
                throw new IllegalStateException(
                        "plug-in '%s' has %d jobs already; cancel one of them first"
                                .formatted(plugin, MOST_JOBS));
            }
            jobs.add(job);
        } finally {
            lock.unlock();
        }
        job.thread.start();
        return job;
    }

    /** Has no run begin until {@link #resume}. */
    void pause() {
        setPaused(true);
    }

    void resume() {
        setPaused(false);
    }

    private void setPaused(boolean value) {
        lock.lock();
        try {
            paused = value;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all jobs; waits a moment for those that run. Idempotent. */
    void close() {
        List<OneJob> left;
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            left = List.copyOf(jobs);
        } finally {
            lock.unlock();
        }
        left.forEach(OneJob::interrupt);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (OneJob job : left) {
            job.awaitEnd(deadline);
        }
    }

    private final class OneJob implements Job {
        private final String name;
        private final Duration pause;
        private final boolean again;
        private final Thread thread;
        private @Nullable Runnable work;
        private boolean cancelled;
        private boolean failed;

        OneJob(String name, Duration pause, boolean again, Runnable work) {
            this.name = name;
            this.pause = pause;
            this.again = again;
            this.work = work;
            this.thread =
                    Thread.ofVirtual()
                            .name("plugin-" + plugin + "-" + name)
                            .inheritInheritableThreadLocals(false)
                            .unstarted(this::run);
            thread.setContextClassLoader(loader);
        }

        private void run() {
            try {
                do {
                    Runnable next = awaitTurn(System.nanoTime() + pause.toNanos());
                    if (next == null) {
                        return;
                    }
                    runOnce(next);
                } while (again);
            } finally {
                end();
            }
        }

        /** Waits until the work is to run; null if it is not to run any more. */
        private @Nullable Runnable awaitTurn(long due) {
            lock.lock();
            try {
                while (!closed && !cancelled) {
                    long left = due - System.nanoTime();
                    if (left <= 0 && !paused) {
                        return work;
                    }
                    try {
                        if (paused) {
                            changed.await();
                        } else {
                            changed.await(left, TimeUnit.NANOSECONDS);
                        }
                    } catch (InterruptedException e) {
                        // The state tells if the job is to end; the work may have left this behind.
                    }
                }
                return null;
            } finally {
                lock.unlock();
            }
        }

        private void runOnce(Runnable next) {
            try {
                watch.accept(next);
            } catch (Throwable e) {
                // A plug-in's work may throw anything; only its type is free of content.
                if (!failed && !isOver()) {
                    failed = true;
                    LOG.log(
                            System.Logger.Level.WARNING,
                            () ->
                                    "plug-in '%s': its job '%s' failed with %s"
                                                    .formatted(plugin, name, reason(e))
                                            + " (later failures of this job are not logged)");
                }
            }
        }

        /** Returns the reason without words of a model or a user. */
        private static String reason(Throwable e) {
            return switch (e) {
                case FailureException failed
                        when failed.failure() instanceof Failure.OfBackend backend ->
                        backend.code() + " ('" + backend.backend() + "')";
                case FailureException failed -> failed.failure().code();
                default -> e.getClass().getName();
            };
        }

        private boolean isOver() {
            lock.lock();
            try {
                return closed || cancelled;
            } finally {
                lock.unlock();
            }
        }

        private void end() {
            lock.lock();
            try {
                jobs.remove(this);
                work = null;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void cancel() {
            lock.lock();
            try {
                cancelled = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            interrupt();
        }

        /** Interrupts the work; a job that cancels itself goes on to the end of its run. */
        private void interrupt() {
            if (!thread.equals(Thread.currentThread())) {
                thread.interrupt();
            }
        }

        private void awaitEnd(long deadline) {
            if (thread.equals(Thread.currentThread())) {
                return;
            }
            try {
                long left = deadline - System.nanoTime();
                boolean _ = thread.join(Duration.ofNanos(Math.max(1, left)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
