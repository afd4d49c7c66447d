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
 * The one thread on which processes are started: a platform thread that lives as long as anything
 * it has started, since a system may tie a child to the thread that made it. Safe for use by
 * several threads.
 */
final class Spawner implements AutoCloseable {
    private static final int MOST_WAITING = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BlockingQueue<Runnable> orders = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread thread;

    Spawner() {
        thread = Thread.ofPlatform().daemon().name("spawner").start(this::work);
    }

    /**
     * Waits until the program is started.
     *
     * @throws IOException if it cannot be, too many wait for that, or it takes too long
     */
    Process start(Launch launch, String mark) throws IOException, InterruptedException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        if (!order(() -> start(launch, mark, started))) {
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

    /** Whether there is room for one more thing to be done. */
    boolean order(Runnable what) {
        return orders.offer(what);
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

    /** Ends a process that is not followed. */
    static void end(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It is gone already.
        }
    }

    private void work() {
        try {
            while (true) {
                take(orders.take());
            }
        } catch (InterruptedException e) {
            // Nothing that it has started is left.
        }
    }

    /** If this thread ended, all that it has started might go with it. */
    private static void take(Runnable order) {
        try {
            order.run();
        } catch (RuntimeException | Error e) {
            // Who gave the order waits for a time only.
        }
    }

    /** Ends the thread; for when all that it has started is gone. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
