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
 * A pool of threads that compute, one for each processor, with a bounded queue of steps that wait
 * for a thread.
 *
 * <p>The threads are platform threads, since native code does not release the carrier of a virtual
 * thread: a few texts would occupy all carriers, and the whole server would stop. Threads without
 * work end after 10 s.
 *
 * <p>The caller divides a request into steps. Each step queues anew and the queue is first in,
 * first out. So a request with a thousand texts has only one step in the queue at a time, and
 * delays a request with one text by no more than another request with one text would.
 *
 * <p>Safe for use by several threads.
 */
final class EmbedThreads {
    /** The maximum number of steps that wait for a thread. */
    private static final int QUEUE_CAPACITY = 256;

    /** The maximum time of a step, including its time in the queue. */
    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(60);

    /** The time without work after which a thread ends. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(10);

    /** The delay after which a caller that is turned away should try again. */
    private static final Duration RETRY_DELAY = Duration.ofSeconds(5);

    private final String name;
    private final Duration stepTimeout;
    private final ThreadPoolExecutor threads;

    /**
     * Makes a pool with one thread for each processor.
     *
     * @param name the name of the model, for messages and thread names
     */
    EmbedThreads(String name) {
        this(name, Runtime.getRuntime().availableProcessors(), QUEUE_CAPACITY, STEP_TIMEOUT);
    }

    /**
     * Makes a pool. No thread starts before the first step.
     *
     * @param name the name of the model, for messages and thread names
     * @param processors the maximum number of threads
     * @param queueCapacity the maximum number of steps that wait for a thread
     * @param stepTimeout the maximum time of a step, including its time in the queue
     */
    EmbedThreads(String name, int processors, int queueCapacity, Duration stepTimeout) {
        this.name = name;
        this.stepTimeout = stepTimeout;
        this.threads =
                new ThreadPoolExecutor(
                        processors,
                        processors,
                        IDLE_TIMEOUT.toSeconds(),
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(queueCapacity, true),
                        Thread.ofPlatform().daemon().name(name + "-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a step on one of the threads, and waits for its result. If the caller stops waiting
     * (because of the timeout, a cancellation or an interrupt), the step is removed from the queue;
     * if it is already running, it continues without interruption and its result is dropped.
     *
     * <p>An unchecked exception or an error of the step is thrown as it is.
     *
     * @return the result of the step
     * @throws FailureException with {@code Overloaded} if the queue is full or the step is not done
     *     within the timeout; with {@code Cancelled} if {@code cancellation} is cancelled, the
     *     caller's thread is interrupted, or the pool is ended
     * @throws IllegalStateException if the step throws a checked exception
     */
    <T> T run(Callable<T> step, Cancellation cancellation) {
        FutureTask<T> task = new FutureTask<>(step);
        Runnable abandon =
                () -> {
                    task.cancel(false);
                    threads.remove(task);
                };
        try (Cancellation.Registration _ = cancellation.onCancel(abandon)) {
            threads.execute(task);
            return task.get(stepTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            throw threads.isShutdown() ? cancelled() : overloaded("its queue is full");
        } catch (TimeoutException e) {
            abandon.run();
            throw overloaded("a text has waited for " + stepTimeout.toSeconds() + " s");
        } catch (CancellationException e) {
            throw cancelled();
        } catch (InterruptedException e) {
            abandon.run();
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

    private FailureException overloaded(String reason) {
        return new FailureException(
                new Failure.Overloaded(
                        name + " is overloaded: " + reason + "; ask again later", RETRY_DELAY));
    }

    /** Returns the number of steps that wait for a thread. */
    int waiting() {
        return threads.getQueue().size();
    }

    /**
     * Ends the pool: it takes no more steps, cancels the steps that wait, and waits for those that
     * run.
     *
     * @param atMost the maximum time to wait
     * @return true if no step runs any more; false after that time, or if the thread is interrupted
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
