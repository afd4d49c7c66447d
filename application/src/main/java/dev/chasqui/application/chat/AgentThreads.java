package dev.chasqui.application.chat;

import dev.chasqui.application.agents.Pipeline;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The threads on which exchanges run.
 *
 * <p>A spinning virtual thread never gives its carrier back, and as many of them as there are cores
 * freeze the whole server. So an exchange with an agent that nobody called trusted runs on a
 * platform thread of a bounded pool, from its first agent to the end of its reply; all others stay
 * on the virtual thread that they came on.
 */
public final class AgentThreads implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Predicate<String> trusted;
    private final ExecutorService pool;

    /**
     * @param trusted which agents are, by name
     * @param most how many exchanges with other agents may run at a time
     */
    public AgentThreads(Predicate<String> trusted, int most) {
        this.trusted = trusted;
        this.pool =
                new ThreadPoolExecutor(
                        0,
                        most,
                        IDLE.toMillis(),
                        TimeUnit.MILLISECONDS,
                        new SynchronousQueue<>(),
                        Thread.ofPlatform().daemon().name("agents-", 0).factory());
    }

    /**
     * Runs the work and returns when it is done, or at once when the exchange is cancelled.
     *
     * @throws FailureException what the work throws; {@code Overloaded} if the pool is full
     */
    void run(Pipeline pipeline, Cancellation cancellation, Runnable work) {
        if (pipeline.names().stream().allMatch(trusted)) {
            work.run();
            return;
        }
        CompletableFuture<Void> done = submit(work);
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

    private CompletableFuture<Void> submit(Runnable work) {
        try {
            return CompletableFuture.runAsync(work, pool);
        } catch (RejectedExecutionException e) {
            throw new FailureException(
                    new Failure.Overloaded(
                            "all threads for agents that are not trusted are busy; try again, or"
                                    + " name the agent in 'plugins.trusted'",
                            RETRY_AFTER));
        }
    }

    private static FailureException cancelled() {
        return new FailureException(new Failure.Cancelled());
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
