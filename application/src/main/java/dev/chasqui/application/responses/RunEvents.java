package dev.chasqui.application.responses;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The events of a response in the background, which clients may read from any number on, as often
 * as they like, while it runs and for a while afterwards. One thread adds; several read.
 */
public final class RunEvents {
    /** The most bytes that are held; a longer response can be read as a whole only. */
    private static final int MOST_BYTES = 8 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<byte[]> events = new ArrayList<>();
    private int bytes;
    private boolean over;
    private boolean overflown;

    /** Adds the next event. */
    public void add(byte[] event) {
        lock.lock();
        try {
            bytes += event.length;
            if (bytes > MOST_BYTES) {
                overflown = true;
                events.clear();
            }
            if (!overflown) {
                events.add(event);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends them. */
    void end() {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of bytes that are held. */
    int bytes() {
        lock.lock();
        try {
            return overflown ? 0 : bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Returns true if they were too many to be held. */
    public boolean isOverflown() {
        lock.lock();
        try {
            return overflown;
        } finally {
            lock.unlock();
        }
    }

    /** A reader of the events; for one thread, but for {@link #close}. */
    public final class Reader implements AutoCloseable {
        private int next;
        private boolean closed;

        private Reader(int first) {
            next = first;
        }

        /**
         * Waits for the events that follow.
         *
         * @param most the longest wait
         * @return some events; empty if there are no more, the reader was closed, or the wait was
         *     too long
         * @throws InterruptedException if the thread is interrupted while it waits
         */
        public Optional<List<byte[]>> next(Duration most) throws InterruptedException {
            lock.lock();
            try {
                long left = most.toNanos();
                while (next >= events.size() && !over && !closed && !overflown && left > 0) {
                    left = changed.awaitNanos(left);
                }
                if (closed || next >= events.size()) {
                    return Optional.empty();
                }
                List<byte[]> some = List.copyOf(events.subList(next, events.size()));
                next = events.size();
                return Optional.of(some);
            } finally {
                lock.unlock();
            }
        }

        /** Returns true if it has read the last event. */
        public boolean isDone() {
            lock.lock();
            try {
                return over && next >= events.size();
            } finally {
                lock.unlock();
            }
        }

        /** Returns true if it was closed. */
        public boolean isClosed() {
            lock.lock();
            try {
                return closed;
            } finally {
                lock.unlock();
            }
        }

        /** Ends a wait. */
        @Override
        public void close() {
            lock.lock();
            try {
                closed = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Returns a reader.
     *
     * @param first the number of its first event
     */
    public Reader from(int first) {
        return new Reader(first);
    }
}
