package dev.chasqui.adapters.jdbc;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StoreAway;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The threads that do the work of a database for others. Nobody interrupts them: an interrupt in
 * the midst of H2's work with its file would close the database for all. So a caller that is
 * interrupted, or has waited long enough, leaves, and the work that has begun goes on.
 */
final class OwnerThreads implements AutoCloseable {
    private static final int LONGEST_QUEUE = 64;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ThreadPoolExecutor threads;
    private final Duration patience;

    /**
     * @param name the name of the threads
     * @param count the number of threads
     */
    OwnerThreads(String name, int count) {
        this(name, count, PATIENCE);
    }

    /**
     * @param patience the longest wait of a caller
     */
    OwnerThreads(String name, int count, Duration patience) {
        this.patience = patience;
        threads =
                new ThreadPoolExecutor(
                        count,
                        count,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(LONGEST_QUEUE),
                        Thread.ofPlatform().daemon().name(name + "-", 1).factory());
    }

    /**
     * Does work and returns its result, or throws what it throws.
     *
     * @throws TimeoutException if it has not ended in time; it may still end
     * @throws FailureException with {@link StoreAway} if there is too much other work, or the
     *     caller was interrupted
     */
    <T> T call(Callable<T> work) throws ExecutionException, TimeoutException {
        Future<T> result;
        try {
            result = threads.submit(work);
        } catch (RejectedExecutionException e) {
            throw away("too many calls wait for the database, or it is closed");
        }
        try {
            return result.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw away("the wait for the database was interrupted");
        } catch (TimeoutException e) {
            result.cancel(false);
            throw e;
        }
    }

    static FailureException away(String reason) {
        return new FailureException(new StoreAway(reason + "; try again soon"));
    }

    /** The same with the exception that caused it. */
    static FailureException away(String reason, Throwable cause) {
        return new FailureException(away(reason).failure(), cause);
    }

    /** Takes no more work, and waits for what has begun, at most 10 s. */
    @Override
    public void close() {
        threads.shutdown();
        boolean interrupted = Thread.interrupted();
        try {
            boolean _ = threads.awaitTermination(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
