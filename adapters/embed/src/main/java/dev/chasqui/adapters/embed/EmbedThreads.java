package dev.chasqui.adapters.embed;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The threads that compute: as many as there are processors, and a queue of those who wait for one.
 *
 * <p>They are platform threads, since native code does not give back the carrier of a virtual one:
 * a few texts would hold all carriers, and the whole server would stand. Each step of a request
 * queues anew, first come, first served, so that one of a thousand texts delays one of a single
 * text by no more than it does itself. Threads that have nothing to do end.
 *
 * <p>Safe for use by several threads.
 */
final class EmbedThreads {
    private static final int MOST_WAITING = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration COME_AGAIN = Duration.ofSeconds(5);

    private final String name;
    private final Duration patience;
    private final ThreadPoolExecutor threads;

    EmbedThreads(String name) {
        this(name, Runtime.getRuntime().availableProcessors(), MOST_WAITING, PATIENCE);
    }

    /**
     * @param name of the model, for messages
     * @param patience how long a step may take, its wait in the queue included
     */
    EmbedThreads(String name, int processors, int mostWaiting, Duration patience) {
        this.name = name;
        this.patience = patience;
        this.threads =
                new ThreadPoolExecutor(
                        processors,
                        processors,
                        IDLE.toSeconds(),
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(mostWaiting, true),
                        Thread.ofPlatform().daemon().name(name + "-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Does a step on one of the threads, and waits for it. One that is given up leaves the queue;
     * if it runs already it goes on, but nobody waits for it.
     *
     * @throws FailureException what the step throws; {@code Overloaded} if too many wait or this
     *     one has waited too long; {@code Cancelled}
     */
    <T> T run(Callable<T> step, Cancellation cancellation) {
        FutureTask<T> task = new FutureTask<>(step);
        Runnable leave =
                () -> {
                    task.cancel(false);
                    threads.remove(task);
                };
        try (Cancellation.Registration _ = cancellation.onCancel(leave)) {
            threads.execute(task);
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            throw threads.isShutdown() ? cancelled() : overloaded("its queue is full");
        } catch (TimeoutException e) {
            leave.run();
            throw overloaded("a text has waited for " + patience.toSeconds() + " s");
        } catch (CancellationException e) {
            throw cancelled();
        } catch (InterruptedException e) {
            leave.run();
            Thread.currentThread().interrupt();
            throw cancelled();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        return switch (e.getCause()) {
            case FailureException failed -> failed;
            case RuntimeException failed -> failed;
            case Error failed -> throw failed;
            case null, default -> new IllegalStateException(e);
        };
    }

    private static FailureException cancelled() {
        return new FailureException(new Failure.Cancelled());
    }

    private FailureException overloaded(String why) {
        return new FailureException(
                new Failure.Overloaded(
                        name
                                + " has more to do than this machine can: "
                                + why
                                + "; ask again later",
                        COME_AGAIN));
    }

    /** How many steps wait for a thread. */
    int waiting() {
        return threads.getQueue().size();
    }

    /**
     * Gives up the steps that wait, and waits for those that run.
     *
     * @return whether none runs any more
     */
    boolean end(Duration atMost) {
        threads.shutdown();
        for (Runnable step = threads.getQueue().poll();
                step != null;
                step = threads.getQueue().poll()) {
            if (step instanceof FutureTask<?> task) {
                task.cancel(false);
            }
        }
        try {
            return threads.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
