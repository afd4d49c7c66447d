package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.Pipeline;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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

    private final int most;
    private final Semaphore places;
    private final CarrierWatch carriers = new CarrierWatch();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("agents-", 0).factory());

    /**
     * @param most the most exchanges with untrusted agents at a time
     */
    public AgentThreads(int most) {
        this.most = most;
        this.places = new Semaphore(most);
    }

    /**
     * Lets an exchange with untrusted agents in.
     *
     * @param pipeline its agents; closed when no thread of the exchange runs any more
     * @throws FailureException with {@code Overloaded} if there are too many; the pipeline is
     *     closed then
     */
    Stay enter(Pipeline pipeline) {
        if (!places.tryAcquire()) {
            pipeline.close();
            throw busy();
        }
        return new Stay(pipeline);
    }

    private FailureException busy() {
        return new FailureException(
                new Failure.Overloaded(
                        most
                                + " requests with agents that are not trusted run, and no more can"
                                + " at a time; try again, or have the operator add the SHA-256 of"
                                + " the agent's jar to 'plugins.trusted', to which this bound does"
                                + " not apply",
                        RETRY_AFTER));
    }

    /**
     * The stay of one exchange on threads of its own. Its place is free again when it has no thread
     * any more, or has left one behind. Close it when the exchange is over.
     */
    final class Stay implements AgentLanes, AutoCloseable {
        private final Pipeline pipeline;

        /** The threads of the exchange, and the caller. */
        private final AtomicInteger holders = new AtomicInteger(1);

        private final AtomicBoolean placed = new AtomicBoolean(true);

        private Stay(Pipeline pipeline) {
            this.pipeline = pipeline;
        }

        /**
         * Runs the work on a thread of its own. Returns when it is done, or at once when the
         * exchange is cancelled or leaves its thread behind.
         *
         * @throws FailureException if the work throws it, or the exchange leaves its thread with
         *     it; with {@code Cancelled} if the exchange is cancelled; with {@code Overloaded} if
         *     the server ends
         */
        void run(Cancellation cancellation, ExchangeExit exit, Runnable work) {
            Optional<Runnable> next = Optional.of(work);
            while (next.isPresent()) {
                next = runOnce(cancellation, exit, next.get());
            }
        }

        private Optional<Runnable> runOnce(
                Cancellation cancellation, ExchangeExit exit, Runnable work) {
            CompletableFuture<Optional<Runnable>> done = new CompletableFuture<>();
            exit.open(
                    new ExchangeExit.Taker() {
                        @Override
                        public void end(@Nullable FailureException failure) {
                            leftBehind();
                            if (failure == null) {
                                done.complete(Optional.empty());
                            } else {
                                done.completeExceptionally(failure);
                            }
                        }

                        @Override
                        public void goOn(Runnable rest) {
                            leftBehind();
                            done.complete(Optional.of(rest));
                        }
                    });
            start(() -> carry(done, exit, work));
            try (var _ = cancellation.onCancel(() -> done.completeExceptionally(cancelled()))) {
                return done.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw cancelled();
            }
        }

        private static void carry(
                CompletableFuture<Optional<Runnable>> done, ExchangeExit exit, Runnable work) {
            exit.carried();
            try {
                // The exchange may have been cancelled before its work began.
                if (!done.isDone()) {
                    work.run();
                }
                done.complete(Optional.empty());
            } catch (Throwable e) {
                // The caller gets everything that the work threw.
                done.completeExceptionally(e);
            }
        }

        @Override
        public void start(Runnable work) {
            if (holders.getAndUpdate(now -> now == 0 ? 0 : now + 1) == 0) {
                // The pipeline is closed, and the agents' code may be unloaded.
                throw cancelled();
            }
            boolean started = false;
            try {
                threads.execute(() -> watched(work));
                started = true;
            } catch (RejectedExecutionException closed) {
                throw new FailureException(
                        new Failure.Overloaded("the server stops; try again", RETRY_AFTER));
            } finally {
                if (!started) {
                    close();
                }
            }
        }

        private void watched(Runnable work) {
            carriers.enter();
            try {
                work.run();
            } finally {
                carriers.leave();
                close();
            }
        }

        @Override
        public void leftBehind() {
            if (placed.getAndSet(false)) {
                places.release();
            }
        }

        /** {@inheritDoc} Called once by the caller. */
        @Override
        public void close() {
            if (holders.decrementAndGet() == 0) {
                leftBehind();
                pipeline.close();
            }
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
