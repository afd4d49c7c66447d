package dev.chasqui.application.sessions;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * A reply that is stored before its end is given: a finish and what follows it are held back until
 * the turn is on disk, and a turn that cannot be stored makes the reply fail.
 */
final class StoredReply implements ChatReply {
    private final ChatReply inner;
    private final Held held;

    /**
     * The part of a reply that is held back. If an exchange leaves the thread of an agent, the rest
     * of the reply comes as another one and goes on with the same.
     */
    static final class Held {
        private final CollectedReply collected;
        private final Runnable store;
        private final Queue<ReplyEvent> waiting = new ArrayDeque<>();

        /** A finish and the events after it. */
        private final List<ReplyEvent> ending = new ArrayList<>();

        private @Nullable StoredReply present;
        private @Nullable RuntimeException failure;
        private boolean ended;
        private boolean stored;

        /**
         * @param store stores the whole turn; throws a failure if that cannot be done
         */
        Held(CollectedReply collected, Runnable store) {
            this.collected = collected;
            this.store = store;
        }

        private synchronized void begin(StoredReply reply) {
            present = reply;
        }

        private synchronized @Nullable ReplyEvent poll() {
            return waiting.poll();
        }

        private synchronized boolean isWaiting() {
            return !waiting.isEmpty() || failure != null || stored;
        }

        private synchronized boolean isEnded() {
            return ended;
        }

        private synchronized void fail(RuntimeException why) {
            failure = why;
        }

        private synchronized void throwFailure() {
            if (failure != null) {
                throw failure;
            }
        }

        /** Takes an event of the inner reply, or its end. */
        private synchronized void take(@Nullable ReplyEvent event, StoredReply from) {
            if (from != present) {
                throw new FailureException(new Failure.Cancelled());
            }
            if (event == null) {
                ended = true;
                return;
            }
            collected.take(event);
            if (event.isContent()) {
                waiting.addAll(ending);
                ending.clear();
            }
            if (event instanceof ReplyEvent.Finish || !ending.isEmpty()) {
                ending.add(event);
            } else {
                waiting.add(event);
            }
        }

        private boolean isStored() {
            synchronized (this) {
                if (stored) {
                    return true;
                }
            }
            store.run();
            synchronized (this) {
                stored = true;
                waiting.addAll(ending);
                ending.clear();
                return false;
            }
        }
    }

    StoredReply(ChatReply inner, Held held) {
        this.inner = inner;
        this.held = held;
        held.begin(this);
    }

    @Override
    public @Nullable ReplyEvent next() {
        while (true) {
            ReplyEvent event = held.poll();
            if (event != null) {
                return event;
            }
            held.throwFailure();
            if (held.isEnded()) {
                if (held.isStored()) {
                    return null;
                }
            } else {
                held.take(inner.next(), this);
            }
        }
    }

    /** {@inheritDoc} The end is not ready: it waits for the disk. */
    @Override
    public boolean ready() {
        try {
            while (!held.isWaiting() && !held.isEnded() && inner.ready()) {
                held.take(inner.next(), this);
            }
        } catch (RuntimeException e) {
            held.fail(e);
        }
        return held.isWaiting();
    }

    @Override
    public void close() {
        inner.close();
    }
}
