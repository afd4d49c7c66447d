package dev.chasqui.application.exchange.sending;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ExchangeAnswer;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The race of the backends that are asked for the same answer: the first answer that begins ends
 * it.
 *
 * <p>The thread that sends the request makes the race, starts each backend and takes the outcomes;
 * each backend is asked on a thread and a branch of the exchange of its own. {@link #close} cancels
 * the branches of all but the winner, which closes their connections; their threads then end by
 * themselves, and give back the places of their calls. An answer or a failure that comes after the
 * end is given up there: it says nothing about the backend, since it was cancelled.
 *
 * @param <A> the type of the answer
 */
final class Race<A extends ExchangeAnswer<A>> implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Race.class.getName());

    private final Exchange exchange;
    private final Question<A> question;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Outcome<A>> outcomes = new ArrayDeque<>();
    private final List<Exchange> branches = new ArrayList<>(2);
    private final Cancellation.Registration wake;
    private boolean over;
    private boolean cancelled;

    /**
     * The question to a backend.
     *
     * @param <A> the type of the answer
     */
    @FunctionalInterface
    interface Question<A extends ExchangeAnswer<A>> {
        /**
         * Asks a backend; returns when its answer has begun.
         *
         * @param branch the branch of the exchange whose cancellation ends the question
         * @throws FailureException if there is no answer
         */
        Begun<A> ask(OpenCall call, Exchange branch);
    }

    /**
     * The outcome of one question.
     *
     * @param <A> the type of the answer
     */
    sealed interface Outcome<A extends ExchangeAnswer<A>> {
        /** Returns the call, which is open still if it has won. */
        OpenCall call();

        /** The answer that began first. */
        record Won<A extends ExchangeAnswer<A>>(OpenCall call, Begun<A> begun, Exchange branch)
                implements Outcome<A> {}

        /** A failure before the end of the race; the call has been told of it and is closed. */
        record Failed<A extends ExchangeAnswer<A>>(OpenCall call, Throwable failure)
                implements Outcome<A> {}
    }

    Race(Exchange exchange, Question<A> question) {
        this.exchange = exchange;
        this.question = question;
        wake = exchange.cancellation().onCancel(this::cancel);
    }

    /** Asks a backend; the call is closed when that is over, unless it wins. */
    void start(OpenCall call) {
        boolean started = false;
        try {
            Exchange branch = exchange.branch(exchange::progress);
            branches.add(branch);
            Thread.ofVirtual()
                    .name("hedged-" + call.to().backend().name())
                    .start(() -> ask(call, branch));
            started = true;
        } finally {
            if (!started) {
                call.close();
            }
        }
    }

    private void ask(OpenCall call, Exchange branch) {
        Begun<A> begun;
        try {
            begun = question.ask(call, branch);
        } catch (Throwable e) {
            // The thread that sends the request gets everything that the question threw.
            fail(call, e);
            return;
        }
        if (!deliver(new Outcome.Won<>(call, begun, branch), true)) {
            giveUp(call, begun);
        }
    }

    private static void giveUp(OpenCall call, Begun<?> begun) {
        try {
            begun.close();
        } finally {
            call.abandon();
        }
    }

    private void fail(OpenCall call, Throwable e) {
        // The call is ended before the outcome is known: the next try may need its place.
        if (isOver()) {
            call.abandon();
        } else {
            if (e instanceof FailureException failure) {
                call.failed(failure);
            }
            call.close();
        }
        if (!deliver(new Outcome.Failed<>(call, e), false) && !(e instanceof FailureException)) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the question to backend ''{0}'' failed with {1} after another one had"
                            + " answered",
                    call.to().backend().name(),
                    e.getClass().getName());
        }
    }

    private boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    /** Returns false if the race is over already. */
    private boolean deliver(Outcome<A> outcome, boolean ends) {
        lock.lock();
        try {
            if (over) {
                return false;
            }
            over = ends;
            outcomes.add(outcome);
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void cancel() {
        lock.lock();
        try {
            cancelled = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the next outcome.
     *
     * @return the outcome; null if there is none in this time
     * @throws FailureException with {@code Cancelled} if the exchange is cancelled
     */
    @Nullable Outcome<A> next(Duration most) {
        lock.lock();
        try {
            long left = most.toNanos();
            while (outcomes.isEmpty() && !cancelled && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (cancelled) {
                throw new FailureException(new Failure.Cancelled());
            }
            Outcome<A> next = outcomes.poll();
            if (next instanceof Outcome.Won<A> won) {
                branches.remove(won.branch());
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled());
        } finally {
            lock.unlock();
        }
    }

    /** Ends the race, and all questions but that of a winner that was taken. */
    @Override
    public void close() {
        wake.close();
        List<Outcome<A>> left;
        lock.lock();
        try {
            over = true;
            left = List.copyOf(outcomes);
            outcomes.clear();
        } finally {
            lock.unlock();
        }
        branches.forEach(branch -> branch.cancellation().cancel());
        for (Outcome<A> one : left) {
            if (one instanceof Outcome.Won<A> won) {
                giveUp(won.call(), won.begun());
            }
        }
    }
}
