package dev.chasqui.application.exchange.coalescing;

import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.reply.ExchangeAnswer;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The questions under way that several requests may share. Safe for use by several threads. */
public final class SharedQuestions {
    /** The most questions; a request beyond is sent for itself. */
    private static final int MOST = 1_024;

    private final Map<QuestionKey, SharedQuestion<?>> open = new HashMap<>();
    private final KeptBytes kept = new KeptBytes();

    /**
     * The part of one request in a question. It is left once.
     *
     * @param <A> the type of the answer
     */
    public static final class Part<A extends ExchangeAnswer<A>> {
        private final SharedQuestion<A> question;
        private final Journal request;
        private final boolean first;
        private final AtomicBoolean left = new AtomicBoolean();

        private Part(SharedQuestion<A> question, Journal request, boolean first) {
            this.question = question;
            this.request = request;
            this.first = first;
        }

        /** Returns true for the request that asked the question. */
        public boolean isFirst() {
            return first;
        }

        /** See {@link SharedQuestion#await}. */
        public SharedQuestion.Begun<A> await(Cancellation cancellation) {
            return question.await(cancellation);
        }

        /** Leaves the question. Idempotent; returns true at the first call. */
        public boolean leave() {
            boolean leaves = !left.getAndSet(true);
            if (leaves) {
                question.leave(request);
            }
            return leaves;
        }
    }

    /**
     * Joins the question of this key, or asks it.
     *
     * @param key the key, which is one of questions with answers of this type
     * @param request the notes of the request
     * @param exchange makes the exchange of a new question
     * @param question asks it
     * @return the part of the request; null if there are too many questions
     */
    public <A extends ExchangeAnswer<A>> @Nullable Part<A> join(
            QuestionKey key,
            Journal request,
            Supplier<Exchange> exchange,
            SharedQuestion.Asking<A> question) {
        SharedQuestion<A> made;
        synchronized (this) {
            @SuppressWarnings("unchecked") // The key holds the kind of request.
            SharedQuestion<A> known = (SharedQuestion<A>) open.get(key);
            if (known != null && known.join(request)) {
                return new Part<>(known, request, false);
            }
            if (open.size() >= MOST) {
                return null;
            }
            made = new SharedQuestion<>(exchange.get(), request, () -> remove(key));
            open.put(key, made);
        }
        Part<A> part = new Part<>(made, request, true);
        boolean begun = false;
        try {
            Thread.ofVirtual().name("shared-question").start(() -> made.run(question));
            begun = true;
            return part;
        } finally {
            if (!begun) {
                part.leave();
            }
        }
    }

    /** Returns the count of what is kept of all answers. */
    public KeptBytes kept() {
        return kept;
    }

    /** Returns the number of questions under way; for tests. */
    public synchronized int size() {
        return open.size();
    }

    private synchronized void remove(QuestionKey key) {
        SharedQuestion<?> one = open.get(key);
        if (one != null && !one.isOpen()) {
            open.remove(key);
        }
    }
}
