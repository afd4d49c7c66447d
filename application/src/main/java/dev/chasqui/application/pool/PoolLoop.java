package dev.chasqui.application.pool;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The thread that owns a pool's state, and its queue of events, which it handles one after another.
 * Safe for use by several threads.
 */
final class PoolLoop {
    private static final System.Logger LOG = System.getLogger(PoolLoop.class.getName());

    static final Failure STOPPING =
            new Failure.Overloaded("the server is stopping", Duration.ofSeconds(2));

    /** The most events in the queue; a thread that adds more waits. */
    private static final int MOST_QUEUED = 10_000;

    /** The longest time to an answer: no event takes the loop long. */
    private static final Duration ANSWER_TIME = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Owner owner;
    private final BlockingQueue<Consumer<Instant>> events = new LinkedBlockingQueue<>(MOST_QUEUED);
    private final Thread thread;

    /** True if the loop handles no more events. */
    private volatile boolean ended;

    /** The owner of the state. All methods are called by the loop's thread alone. */
    interface Owner {
        /** Carries out the consequences of an event. */
        void settle(Instant now);

        /** Returns true if the loop shall end. */
        boolean done();

        /** Called when the loop has ended. */
        void end();
    }

    /** Makes a loop that handles no event until it is started. */
    PoolLoop(InstantSource clock, Owner owner) {
        this.clock = clock;
        this.owner = owner;
        this.thread = Thread.ofVirtual().name("pool").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    boolean ended() {
        return ended;
    }

    Instant now() {
        return clock.instant();
    }

    /** Adds an event, which the loop handles later; waits if the queue is full. */
    void post(Consumer<Instant> event) {
        try {
            while (!events.offer(event, 1, TimeUnit.SECONDS)) {
                if (ended) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // No event may be lost: a lease that is not released would be held for ever.
            Thread.startVirtualThread(() -> post(event));
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Lets the loop answer a question, and returns the answer.
     *
     * @throws FailureException with {@code Overloaded} if the loop has ended, or does not answer in
     *     time; with {@code Cancelled} if the thread is interrupted
     * @throws RuntimeException if the question throws it
     */
    <T> T query(Function<Instant, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        post(now -> answer(question, now, answer));
        if (ended) {
            answer.completeExceptionally(new FailureException(STOPPING));
        }
        try {
            return answer.get(ANSWER_TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new FailureException(STOPPING);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled());
        }
    }

    private static <T> void answer(
            Function<Instant, T> question, Instant now, CompletableFuture<T> answer) {
        try {
            answer.complete(question.apply(now));
        } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
        }
    }

    /** Waits until the loop has ended, but no longer than the given time. */
    void join(Duration time) {
        try {
            var _ = thread.join(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!owner.done()) {
                handle(events.take());
            }
        } catch (InterruptedException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the thread of the pool was interrupted, so the pool ends");
        } finally {
            ended = true;
            for (var late = events.poll(); late != null; late = events.poll()) {
                handle(late);
            }
            owner.end();
        }
    }

    private void handle(Consumer<Instant> event) {
        Instant now = clock.instant();
        try {
            event.accept(now);
            owner.settle(now);
        } catch (RuntimeException | Error e) {
            // No failure of an event may end the pool.
            LOG.log(System.Logger.Level.ERROR, "an event of the pool failed", e);
        }
    }
}
