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
 * The thread that owns a pool's state: it sees what it is told, one event after another. Safe for
 * use by several threads.
 */
final class PoolLoop {
    private static final System.Logger LOG = System.getLogger(PoolLoop.class.getName());

    static final Failure STOPPING =
            new Failure.Overloaded("the server is stopping", Duration.ofSeconds(2));

    /** The number of events that may wait to be seen; a thread that tells more waits. */
    private static final int MOST_UNSEEN = 10_000;

    /** The longest time to an answer: the loop never does anything that takes long. */
    private static final Duration ANSWER_TIME = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Owner owner;
    private final BlockingQueue<Consumer<Instant>> events = new LinkedBlockingQueue<>(MOST_UNSEEN);
    private final Thread thread;

    /** Whether it takes no more notice of anything. */
    private volatile boolean ended;

    /** The owner of the state. All is called by the loop's thread alone. */
    interface Owner {
        /** Does what follows from an event that was seen. */
        void settle(Instant now);

        /** Whether nothing is to be seen any more. */
        boolean done();

        /** The loop takes no more notice of anything. */
        void end();
    }

    /** A loop that sees nothing until it is started. */
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

    /** Has an event seen, some time. */
    void tell(Consumer<Instant> event) {
        try {
            while (!events.offer(event, 1, TimeUnit.SECONDS)) {
                if (ended) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // What has happened must be known: a lease that is not given back is lost.
            Thread.startVirtualThread(() -> tell(event));
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What the loop answers.
     *
     * @throws FailureException with {@code Overloaded} if it has ended, or does not answer in time;
     *     with what the question threw, if it did
     */
    <T> T ask(Function<Instant, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        tell(now -> answer(question, now, answer));
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

    /** Waits until it has ended, so long at most. */
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
                see(events.take());
            }
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.ERROR, "somebody has interrupted the pool");
        } finally {
            ended = true;
            for (var late = events.poll(); late != null; late = events.poll()) {
                see(late);
            }
            owner.end();
        }
    }

    private void see(Consumer<Instant> event) {
        Instant now = clock.instant();
        try {
            event.accept(now);
            owner.settle(now);
        } catch (RuntimeException | Error e) {
            // Whatever it was must not end the pool.
            LOG.log(System.Logger.Level.ERROR, "the pool stumbled", e);
        }
    }
}
