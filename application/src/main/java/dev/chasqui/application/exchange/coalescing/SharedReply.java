package dev.chasqui.application.exchange.coalescing;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A reply that several requests read, each at its own pace. Its events are kept from the first one
 * on, so that a request that comes later gets all; beyond {@link #MOST_KEPT} those that the
 * quickest reader has read are given up, and a reader that is that far behind gets a failure.
 *
 * <p>One thread pulls the events, at most {@link #MOST_AHEAD} ahead of the quickest reader. If all
 * replies together keep too much, each gives up what all its readers have read, and is read one
 * event ahead. Safe for use by several threads; each reader by one.
 */
public final class SharedReply implements SharedAnswer<ChatReply> {
    /** The most bytes of events that are kept, by estimate. */
    static final long MOST_KEPT = 1 << 20;

    /** The most events that no reader has read yet. */
    static final int MOST_AHEAD = 256;

    /** The bytes of an event beside its frame or text. */
    private static final int OWN_BYTES = 64;

    /** The longest wait of a thread; the time-outs of backends and clients end it before. */
    private static final long LONGEST = Duration.ofDays(1).toNanos();

    private final ChatReply source;
    private final KeptBytes ofAll;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Reader> readers = new ArrayList<>();
    private final List<ReplyEvent> kept = new ArrayList<>();
    private final Deque<Integer> sizes = new ArrayDeque<>();

    /** The number of events that were given up. */
    private int gone;

    private long bytes;
    private boolean over;
    private @Nullable Throwable failure;

    /**
     * @param source the reply, which this one pulls and closes
     * @param ofAll the count of what all such replies keep
     */
    public SharedReply(ChatReply source, KeptBytes ofAll) {
        this.source = source;
        this.ofAll = ofAll;
    }

    @Override
    public @Nullable ChatReply join(Exchange exchange, Runnable leave) {
        Reader reader = new Reader(leave);
        lock.lock();
        try {
            if (gone > 0) {
                return null;
            }
            readers.add(reader);
        } finally {
            lock.unlock();
        }
        reader.closeOn(exchange.cancellation());
        return reader;
    }

    @Override
    public void run(Cancellation cancellation) {
        try (source;
                var _ = cancellation.onCancel(this::giveUpAll)) {
            while (awaitReader()) {
                if (!add(source.next())) {
                    return;
                }
            }
        } catch (Throwable e) {
            // Each reader throws it.
            end(e);
        }
    }

    /** Ends the reply for nobody; closing the source ends a wait for its next event. */
    private void giveUpAll() {
        end(new FailureException(new Failure.Cancelled()));
        source.close();
    }

    /** Waits until a reader needs the next event; returns false if none ever will. */
    private boolean awaitReader() throws InterruptedException {
        lock.lock();
        try {
            long left = LONGEST;
            while (left > 0 && !over && isFarAhead()) {
                left = changed.awaitNanos(left);
            }
            return left > 0 && !over;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFarAhead() {
        int ahead = gone + kept.size() - quickest();
        return ahead >= (ofAll.isTooMuch() ? 1 : MOST_AHEAD);
    }

    private int quickest() {
        return readers.stream().mapToInt(reader -> reader.next).max().orElse(gone);
    }

    private int slowest() {
        return readers.stream().mapToInt(reader -> reader.next).min().orElse(gone);
    }

    /** Adds an event, or the end; returns false after the end. */
    private boolean add(@Nullable ReplyEvent event) {
        if (event == null) {
            end(null);
            return false;
        }
        lock.lock();
        try {
            int size = size(event);
            kept.add(event);
            sizes.add(size);
            bytes += size;
            ofAll.add(size);
            giveUp();
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives up events until few enough are kept, but none that the quickest reader needs. */
    private void giveUp() {
        if (bytes <= MOST_KEPT && !ofAll.isTooMuch()) {
            return;
        }
        int quickest = quickest();
        int slowest = slowest();
        int some = 0;
        while (gone + some < (bytes > MOST_KEPT ? quickest : slowest)
                && (bytes > MOST_KEPT || ofAll.isTooMuch())) {
            int size = sizes.remove();
            bytes -= size;
            ofAll.add(-size);
            some++;
        }
        kept.subList(0, some).clear();
        gone += some;
    }

    @Override
    public void release() {
        lock.lock();
        try {
            gone += kept.size();
            kept.clear();
            sizes.clear();
            ofAll.add(-bytes);
            bytes = 0;
        } finally {
            lock.unlock();
        }
    }

    private static int size(ReplyEvent event) {
        Frame frame = event.frame();
        int text =
                switch (event) {
                    case ReplyEvent.Text more -> more.text().length();
                    case ReplyEvent.Reasoning more -> more.text().length();
                    case ReplyEvent.ToolCallDelta call -> call.arguments().length();
                    default -> 0;
                };
        return OWN_BYTES + 2 * text + (frame == null ? 0 : frame.bytes().length);
    }

    private void end(@Nullable Throwable why) {
        lock.lock();
        try {
            if (!over) {
                over = true;
                failure = why;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The reply of one request. */
    private final class Reader implements ChatReply {
        private final Runnable leave;

        /** The number of the next event; guarded by the lock. */
        private int next;

        private boolean closed;
        private boolean finished;
        private Cancellation.@Nullable Registration registration;

        Reader(Runnable leave) {
            this.leave = leave;
        }

        void closeOn(Cancellation cancellation) {
            Cancellation.Registration made = cancellation.onCancel(this::close);
            lock.lock();
            try {
                registration = made;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public @Nullable ReplyEvent next() {
            ReplyEvent event = read();
            if (event == null) {
                close();
            }
            return event;
        }

        private @Nullable ReplyEvent read() {
            lock.lock();
            try {
                long left = LONGEST;
                while (!isReady() && left > 0) {
                    left = changed.awaitNanos(left);
                }
                if (finished) {
                    return null;
                }
                if (closed) {
                    throw new FailureException(new Failure.Cancelled());
                }
                if (next < gone || left <= 0) {
                    throw tooSlow();
                }
                if (next < gone + kept.size()) {
                    ReplyEvent event = kept.get(next - gone);
                    next++;
                    giveUp();
                    changed.signalAll();
                    return event;
                }
                finished = failure == null;
                return ended();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FailureException(new Failure.Cancelled());
            } finally {
                lock.unlock();
            }
        }

        private @Nullable ReplyEvent ended() {
            return switch (failure) {
                case null -> null;
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                case Throwable other -> throw new IllegalStateException(other);
            };
        }

        /** Returns true if a read would not wait; the lock is held. */
        private boolean isReady() {
            return closed || over || next < gone + kept.size();
        }

        private static FailureException tooSlow() {
            return new FailureException(
                    new Failure.Overloaded(
                            "this request reads its answer too slowly to share it with others;"
                                    + " read faster, or ask again",
                            Duration.ofSeconds(1)));
        }

        @Override
        public boolean ready() {
            lock.lock();
            try {
                return isReady();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            Cancellation.Registration held;
            lock.lock();
            try {
                if (closed) {
                    return;
                }
                closed = true;
                held = registration;
                readers.remove(this);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            if (held != null) {
                held.close();
            }
            leave.run();
        }
    }
}
