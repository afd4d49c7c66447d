package dev.chasqui.adapters.http.connection;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The bytes that a client sends.
 *
 * <p>Usually whoever wants them reads the socket himself. While somebody wants to know whether the
 * client is still there, a thread of our own can read ahead when nobody else reads, since only a
 * read notices that a peer has left; what it gets is kept for whoever reads next. It stays in its
 * read when nobody wants to know any more, and hands over what comes then. At no time do two
 * threads read.
 */
final class ReadAhead {
    /** More than this is left in the socket, though leaving is not noticed then. */
    private static final int MOST_AHEAD = 64 * 1024;

    private final Supplier<byte @Nullable []> socket;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition kept = lock.newCondition();
    private final Deque<byte[]> ahead = new ArrayDeque<>();
    private int bytesAhead;

    /**
     * Whether somebody reads the socket now, be it who wants the bytes or the thread of our own.
     */
    private boolean reading;

    private boolean ended;
    private @Nullable Runnable onEnd;

    /** Whether the client's leaving is its end; else what waits for it waits for others alone. */
    private boolean looking;

    /**
     * @param socket blocks until there are bytes; null at the end
     */
    ReadAhead(Supplier<byte @Nullable []> socket) {
        this.socket = socket;
    }

    /**
     * The next bytes, or null at the end. Blocks until there are some.
     *
     * @throws InterruptedException if the thread is interrupted while another one reads
     */
    byte @Nullable [] next() throws InterruptedException {
        lock.lock();
        try {
            while (ahead.isEmpty() && reading) {
                kept.await();
            }
            byte[] first = ahead.poll();
            if (first != null) {
                bytesAhead -= first.length;
                return first;
            }
            if (ended) {
                return null;
            }
            reading = true;
        } finally {
            lock.unlock();
        }
        try {
            return socket.get();
        } finally {
            stopReading();
        }
    }

    private void stopReading() {
        lock.lock();
        try {
            reading = false;
            kept.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs the action, once, when it is seen that the client has left; at once if it was seen
     * before.
     */
    void onEnd(Runnable action) {
        boolean late;
        lock.lock();
        try {
            late = ended;
            onEnd = late ? null : action;
            looking = true;
        } finally {
            lock.unlock();
        }
        if (late) {
            action.run();
        }
    }

    /**
     * Begins to look whether the client is still there, if somebody wants to know. Most exchanges
     * are over before it is worth a thread.
     */
    void lookAhead() {
        lock.lock();
        try {
            if (wanted() && !reading && !ended && bytesAhead < MOST_AHEAD) {
                Thread.ofVirtual().name("http-read-ahead").start(this::readAhead);
                reading = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean wanted() {
        return looking && onEnd != null;
    }

    /** That the client leaves is of no interest any more; the action runs if it is told to. */
    void stopLooking() {
        lock.lock();
        try {
            looking = false;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody wants to know any more. */
    void forgetEnd() {
        take();
    }

    /** Runs what waits for the end, though the client has not left. */
    void runOnEnd() {
        Runnable action = take();
        if (action != null) {
            action.run();
        }
    }

    private @Nullable Runnable take() {
        lock.lock();
        try {
            Runnable action = onEnd;
            onEnd = null;
            return action;
        } finally {
            lock.unlock();
        }
    }

    boolean ended() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    private void readAhead() {
        boolean more = true;
        while (more) {
            more = keep(read());
        }
        if (endedWhileWanted()) {
            runOnEnd();
        }
    }

    private boolean endedWhileWanted() {
        lock.lock();
        try {
            return ended && wanted();
        } finally {
            lock.unlock();
        }
    }

    private byte @Nullable [] read() {
        try {
            return socket.get();
        } catch (RuntimeException | Error e) {
            // A connection that was reset or closed is at its end as well; so is one that nobody
            // can read for want of memory, else who wants its bytes would wait for ever.
            return null;
        }
    }

    private boolean keep(byte @Nullable [] bytes) {
        lock.lock();
        try {
            if (bytes == null) {
                ended = true;
                reading = false;
            } else {
                ahead.add(bytes);
                bytesAhead += bytes.length;
                reading = wanted() && bytesAhead < MOST_AHEAD;
            }
            kept.signalAll();
            return reading;
        } finally {
            lock.unlock();
        }
    }
}
