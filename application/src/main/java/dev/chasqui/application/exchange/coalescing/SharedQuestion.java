package dev.chasqui.application.exchange.coalescing;

import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.exchange.journal.Receipt;
import dev.chasqui.application.exchange.journal.SharedCost;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ExchangeAnswer;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A question that several requests wait for. It has an exchange and a thread of its own, so that no
 * request ends it for the others; when the last one leaves, it is cancelled. It has the rights of
 * the first of those that have not left. Safe for use by several threads.
 *
 * @param <A> the type of the answer
 */
public final class SharedQuestion<A extends ExchangeAnswer<A>> {
    /** The longest wait for the answer; a backend's own time-outs end the question before. */
    private static final long LONGEST = Duration.ofDays(1).toNanos();

    private final Exchange exchange;
    private final Runnable ended;
    private final Journal journal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private final List<Journal> asking = new ArrayList<>(1);
    private @Nullable Begun<A> begun;
    private @Nullable Throwable failure;
    private boolean over;
    private boolean finished;

    /**
     * The outcome of the question.
     *
     * @param answer the answer, which has begun
     * @param receipt the account of how it came about
     * @param journal the notes on the answer
     * @param cost the tokens of the answer, and who pays for them
     * @param <A> the type of the answer
     */
    public record Begun<A extends ExchangeAnswer<A>>(
            SharedAnswer<A> answer, Receipt receipt, Journal journal, SharedCost cost) {}

    /**
     * @param first the journal of the request that asks it
     * @param ended is run when no more requests can join
     */
    SharedQuestion(Exchange exchange, Journal first, Runnable ended) {
        this.exchange = exchange;
        this.ended = ended;
        asking.add(first);
        journal = first.ofQuestion(new SharedPermit(exchange.caller(), this::rights));
    }

    /** Returns the rights of the first request that has not left; empty if it has no permit. */
    private Optional<Permit> rights() {
        lock.lock();
        try {
            if (asking.isEmpty()) {
                throw cancelled();
            }
            return asking.getFirst().permit();
        } finally {
            lock.unlock();
        }
    }

    /** Adds a request; returns false if the question is over. */
    boolean join(Journal request) {
        lock.lock();
        try {
            if (!over) {
                asking.add(request);
            }
            return !over;
        } finally {
            lock.unlock();
        }
    }

    /** Returns false once the question is over. */
    boolean isOpen() {
        lock.lock();
        try {
            return !over;
        } finally {
            lock.unlock();
        }
    }

    /** Removes a request; called once for each. */
    void leave(Journal request) {
        boolean last;
        lock.lock();
        try {
            asking.remove(request);
            last = asking.isEmpty();
            over |= last;
        } finally {
            lock.unlock();
        }
        if (last) {
            ended.run();
            exchange.cancellation().cancel();
            releaseIfOver();
        }
    }

    /** Asks, and reads the answer; called by the question's own thread. */
    void run(Asking<A> question) {
        Throwable why = null;
        try {
            Begun<A> answer = question.ask(exchange, journal);
            lock.lock();
            try {
                begun = answer;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            answer.answer().run(exchange.cancellation());
        } catch (Throwable e) {
            // Each waiting request throws it.
            why = e;
        }
        end(why);
        exchange.cancellation().cancel();
        releaseIfOver();
    }

    /** Ends the question; it is forgotten before anybody learns of a failure and asks again. */
    private void end(@Nullable Throwable why) {
        lock.lock();
        try {
            over = true;
        } finally {
            lock.unlock();
        }
        ended.run();
        lock.lock();
        try {
            finished = true;
            failure = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Gives up what is kept of the answer once it has come and nobody can read it any more. */
    private void releaseIfOver() {
        Begun<A> answer;
        lock.lock();
        try {
            answer = finished && asking.isEmpty() ? begun : null;
        } finally {
            lock.unlock();
        }
        if (answer != null) {
            answer.answer().release();
        }
    }

    /**
     * Waits until the answer has begun.
     *
     * @throws FailureException if there is none; with {@code Cancelled} if the request's own
     *     exchange is cancelled
     */
    Begun<A> await(Cancellation cancellation) {
        try (var _ = cancellation.onCancel(this::wake)) {
            lock.lock();
            try {
                long left = LONGEST;
                while (begun == null && !finished && !cancellation.isCancelled() && left > 0) {
                    left = changed.awaitNanos(left);
                }
                if (begun != null) {
                    return begun;
                }
                throw cancellation.isCancelled() ? cancelled() : failed();
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private RuntimeException failed() {
        return switch (failure) {
            case null -> new FailureException(new Failure.Internal());
            case RuntimeException exception -> exception;
            case Error error -> throw error;
            case Throwable other -> new IllegalStateException(other);
        };
    }

    private static FailureException cancelled() {
        return new FailureException(new Failure.Cancelled());
    }

    /**
     * The asking of a question.
     *
     * @param <A> the type of the answer
     */
    @FunctionalInterface
    public interface Asking<A extends ExchangeAnswer<A>> {
        /**
         * Asks; returns when the answer has begun.
         *
         * @param exchange the exchange of the question
         * @param journal its notes
         */
        Begun<A> ask(Exchange exchange, Journal journal);
    }
}
