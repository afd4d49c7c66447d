package dev.chasqui.application.exchange.coalescing;

import dev.chasqui.application.exchange.journal.Receipt;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ExchangeAnswer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A question that several requests wait for. It has an exchange and a thread of its own, so that no
 * request ends it for the others; when the last one leaves, it is cancelled. Safe for use by
 * several threads.
 *
 * @param <A> the type of the answer
 */
public final class SharedQuestion<A extends ExchangeAnswer<A>> {
    /** The longest wait for the answer; a backend's own time-outs end the question before. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Exchange exchange;
    private final Runnable ended;
    private final CompletableFuture<Begun<A>> answer = new CompletableFuture<>();
    private int asking = 1;
    private boolean over;

    /**
     * What the question has led to.
     *
     * @param answer the answer, which has begun
     * @param receipt the account of how it came about
     * @param dropped the members of the request that had no meaning for the backend
     * @param leftOut the tokens that were left out so that the request fits
     * @param <A> the type of the answer
     */
    public record Begun<A extends ExchangeAnswer<A>>(
            SharedAnswer<A> answer, Receipt receipt, List<String> dropped, int leftOut) {
        public Begun {
            dropped = List.copyOf(dropped);
        }
    }

    SharedQuestion(Exchange exchange, Runnable ended) {
        this.exchange = exchange;
        this.ended = ended;
    }

    /** Adds a request; returns false if the question is over. */
    synchronized boolean join() {
        if (over) {
            return false;
        }
        asking++;
        return true;
    }

    /** Returns false once the question is over. */
    synchronized boolean isOpen() {
        return !over;
    }

    /** Removes a request; called once for each. */
    void leave() {
        synchronized (this) {
            asking--;
            if (asking > 0 || over) {
                return;
            }
            over = true;
        }
        ended.run();
        exchange.cancellation().cancel();
    }

    /** Asks, and reads the answer; called by the question's own thread. */
    void run(Function<Exchange, Begun<A>> question) {
        try {
            Begun<A> begun = question.apply(exchange);
            answer.complete(begun);
            begun.answer().run(exchange.cancellation());
        } catch (Throwable e) {
            // Each waiting request throws it.
            answer.completeExceptionally(e);
        } finally {
            synchronized (this) {
                over = true;
            }
            ended.run();
            exchange.cancellation().cancel();
        }
    }

    /**
     * Waits until the answer has begun.
     *
     * @throws FailureException if there is none; with {@code Cancelled} if the request's own
     *     exchange is cancelled
     */
    Begun<A> await(Cancellation cancellation) {
        CompletableFuture<Begun<A>> own = answer.copy();
        try (var _ = cancellation.onCancel(() -> own.completeExceptionally(cancelled()))) {
            return own.get(LONGEST.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case RuntimeException cause -> cause;
                case Error error -> throw error;
                case null, default -> new IllegalStateException(e);
            };
        } catch (TimeoutException e) {
            throw new FailureException(new Failure.Internal());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        }
    }

    private static FailureException cancelled() {
        return new FailureException(new Failure.Cancelled());
    }
}
