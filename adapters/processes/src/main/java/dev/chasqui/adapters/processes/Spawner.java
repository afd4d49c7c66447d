package dev.chasqui.adapters.processes;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The single thread on which processes are started. It is a platform thread that lives as long as
 * any process that it has started, since a system may tie a child to the thread that started it.
 * Thread-safe; the queue is bounded.
 */
final class Spawner implements AutoCloseable {
    private static final int MOST_WAITING = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread thread;

    Spawner() {
        thread = Thread.ofPlatform().daemon().name("spawner").start(this::work);
    }

    /**
     * Starts a program, and waits until it is started.
     *
     * @throws IOException if it cannot be started, too many others wait, or it takes too long
     * @throws InterruptedException if the waiting thread is interrupted; the process is ended then
     */
    Process start(Launch launch, String mark) throws IOException, InterruptedException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        if (!enqueue(() -> start(launch, mark, started))) {
            throw new IOException(
                    "more than " + MOST_WAITING + " programs wait to be started; try again later");
        }
        try {
            return started.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            if (!started.cancel(false)) {
                return started.join();
            }
            throw new IOException(
                    "the system did not start it within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            if (!started.cancel(false)) {
                var _ = started.thenAccept(Spawner::end);
            }
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException why
                    ? why
                    : new IOException("the system refused", e);
        }
    }

    /** Adds an action to the queue; returns false if the queue is full. */
    boolean enqueue(Runnable action) {
        return queue.offer(action);
    }

    private static void start(Launch launch, String mark, CompletableFuture<Process> started) {
        if (started.isDone()) {
            return;
        }
        try {
            Process process = Lifeline.start(launch, mark);
            if (!started.complete(process)) {
                end(process);
            }
        } catch (IOException | RuntimeException | Error e) {
            started.completeExceptionally(e);
        }
    }

    /** Ends a process that nobody will use. */
    static void end(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // The process has ended already.
        }
    }

    private void work() {
        try {
            while (true) {
                runSafely(queue.take());
            }
        } catch (InterruptedException e) {
            // No process that this thread has started is left.
        }
    }

    /**
     * Runs an action. No failure may end this thread, since its child processes might end with it.
     */
    private static void runSafely(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            // The caller of the action waits with a timeout.
        }
    }

    /** Ends the thread; to be called when all processes that it has started have ended. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
