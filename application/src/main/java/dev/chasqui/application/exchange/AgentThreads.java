package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.Pipeline;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The threads on which exchanges run.
 *
 * <p>An exchange with an untrusted agent runs on a virtual thread of its own, from its first agent
 * to the end of its reply, so that cancelling it releases the caller even if the agent hangs.
 * {@link CarrierWatch} makes sure that an agent that spins does not stop other threads. All other
 * exchanges stay on the thread that they came on.
 *
 * <p>Safe for use by several threads.
 */
public final class AgentThreads implements AutoCloseable {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Semaphore places;
    private final CarrierWatch carriers = new CarrierWatch();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("agents-", 0).factory());

    /**
     * @param most the most exchanges with untrusted agents at a time
     */
    public AgentThreads(int most) {
        this.places = new Semaphore(most);
    }

    /**
     * Runs the work. Returns when it is done, or at once when the exchange is cancelled. The
     * pipeline is closed when the work is over, which may be after this method returned, or if the
     * work never begins.
     *
     * @throws FailureException if the work throws it; with {@code Cancelled} if the exchange is
     *     cancelled; with {@code Overloaded} if too many exchanges run untrusted agents
     */
    void run(Pipeline pipeline, Cancellation cancellation, Runnable work) {
        if (pipeline.isTrusted()) {
            try (pipeline) {
                work.run();
            }
            return;
        }
        CompletableFuture<Void> done = submit(pipeline, work);
        try (var _ = cancellation.onCancel(() -> done.completeExceptionally(cancelled()))) {
            done.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        }
    }

    private CompletableFuture<Void> submit(Pipeline pipeline, Runnable work) {
        if (!places.tryAcquire()) {
            pipeline.close();
            throw busy();
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            threads.execute(() -> finish(done, pipeline, work));
            return done;
        } catch (RejectedExecutionException closed) {
            leave(pipeline);
            throw busy();
        } catch (Error e) {
            leave(pipeline);
            throw e;
        }
    }

    private void leave(Pipeline pipeline) {
        places.release();
        pipeline.close();
    }

    private void finish(CompletableFuture<Void> done, Pipeline pipeline, Runnable work) {
        try {
            runWatched(done, pipeline, work);
            done.complete(null);
        } catch (Throwable e) {
            // The caller gets everything that the work threw.
            done.completeExceptionally(e);
        }
    }

    private static FailureException busy() {
        return new FailureException(
                new Failure.Overloaded(
                        "all threads for agents that are not trusted are busy; try again, or"
                                + " add the SHA-256 of the agent's jar to 'plugins.trusted'",
                        RETRY_AFTER));
    }

    private void runWatched(CompletableFuture<Void> done, Pipeline pipeline, Runnable work) {
        carriers.enter();
        try {
            // The exchange may have been cancelled before its work began.
            if (!done.isDone()) {
                work.run();
            }
        } finally {
            carriers.leave();
            leave(pipeline);
        }
    }

    /**
     * Runs code of a plug-in that is no agent, such as the handler of a route, on the present
     * thread. If the code spins it does not stop other threads.
     */
    public <T> T watch(Supplier<T> work) {
        carriers.enter();
        try {
            return work.get();
        } finally {
            // An interrupt that the code left behind would end later waits on this thread.
            var _ = Thread.interrupted();
            carriers.leave();
        }
    }

    private static FailureException cancelled() {
        return new FailureException(new Failure.Cancelled());
    }

    @Override
    public void close() {
        threads.shutdownNow();
        carriers.close();
    }
}
