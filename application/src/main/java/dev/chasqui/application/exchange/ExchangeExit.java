package dev.chasqui.application.exchange;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * The way out of an exchange whose thread hangs in an agent: the thread is left behind, and the
 * exchange goes on without it, or ends. Safe for use by several threads.
 */
final class ExchangeExit {
    /** The receiver of an exchange that leaves its thread. */
    interface Taker {
        /** Ends the exchange: with this failure, or as it is if its answer is written. */
        void end(@Nullable FailureException failure);

        /** Goes on with this work on another thread. */
        void goOn(Runnable work);
    }

    private final Consumer<ChatReply> rest;
    private volatile @Nullable Taker taker;
    private volatile @Nullable Thread thread;
    private volatile boolean written;
    private volatile boolean left;

    /**
     * @param rest writes the rest of the answer
     */
    ExchangeExit(Consumer<ChatReply> rest) {
        this.rest = rest;
    }

    /** Returns an exit for an exchange that cannot leave its thread. */
    static ExchangeExit none() {
        return new ExchangeExit(ChatReply::close);
    }

    void open(Taker to) {
        taker = to;
    }

    /** Notes that the present thread carries the exchange. */
    void carried() {
        thread = Thread.currentThread();
    }

    /** Notes that the answer is written; only closing is left. */
    void written() {
        written = true;
    }

    /** Returns true if this thread carries the exchange and may be left behind. */
    boolean isCarriedBy(Thread candidate) {
        return taker != null && candidate.equals(thread);
    }

    /** Returns true if the exchange ended by leaving its thread. */
    boolean isLeft() {
        return left;
    }

    /** Leaves the thread and ends the exchange. */
    void leave(FailureException failure) {
        Taker to = taker;
        if (to != null) {
            left = true;
            to.end(written ? null : failure);
        }
    }

    /** Leaves the thread and goes on with the rest of the reply. */
    void leaveWith(ChatReply reply) {
        Taker to = taker;
        if (to != null) {
            to.goOn(() -> rest.accept(reply));
        }
    }
}
