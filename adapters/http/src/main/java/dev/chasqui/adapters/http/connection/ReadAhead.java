package dev.chasqui.adapters.http.connection;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The bytes that a client sends, with a read ahead that notices that the client has left.
 *
 * <p>Usually the thread that wants bytes reads the socket itself. Only a read notices that a peer
 * has left. So while an action waits for the client to leave, and no other thread reads, a thread
 * of this class reads ahead and keeps the bytes for the next reader. When the action is removed,
 * that thread stays in its read, and hands over the bytes that come. At no time do two threads read
 * the socket. Safe for use by several threads.
 */
final class ReadAhead {
    /**
     * The most bytes that are read ahead. More bytes are left in the socket, though a client that
     * leaves is not noticed then.
     */
    private static final int MOST_AHEAD = 64 * 1024;

    private final Supplier<byte @Nullable []> socket;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition kept = lock.newCondition();
    private final Deque<byte[]> ahead = new ArrayDeque<>();
    private int bytesAhead;

    /** True while a thread reads the socket: one that wants bytes, or the one of this class. */
    private boolean reading;

    private boolean ended;
    private @Nullable Runnable endAction;

    /**
     * True while the action runs when the client leaves; otherwise it runs only by {@link
     * #runOnEnd}.
     */
    private boolean watching;

    /**
     * Creates a source of bytes without a read ahead.
     *
     * @param socket returns the next bytes of the socket, and waits for them; null at the end
     */
    ReadAhead(Supplier<byte @Nullable []> socket) {
        this.socket = socket;
    }

    /**
     * Returns the next bytes, or null at the end. Waits until there are some.
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

    /** Runs an action once, when the client is seen to have left; at once if it was seen before. */
    void onEnd(Runnable action) {
        boolean late;
        lock.lock();
        try {
            late = ended;
            endAction = late ? null : action;
            watching = true;
        } finally {
            lock.unlock();
        }
        if (late) {
            action.run();
        }
    }

    /**
     * Begins to read ahead if an action waits for the client to leave. The caller delays this,
     * since most exchanges end before they are worth a thread.
     */
    void startReadAhead() {
        lock.lock();
        try {
            if (isWatching() && !reading && !ended && bytesAhead < MOST_AHEAD) {
                Thread.ofVirtual().name("http-read-ahead").start(this::readAhead);
                reading = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isWatching() {
        return watching && endAction != null;
    }

    /** Ignores from now on that the client leaves; {@link #runOnEnd} still runs the action. */
    void ignoreEnd() {
        lock.lock();
        try {
            watching = false;
        } finally {
            lock.unlock();
        }
    }

    /** Removes the action. */
    void removeEndAction() {
        takeEndAction();
    }

    /** Runs the action now, though the client has not left. */
    void runOnEnd() {
        Runnable action = takeEndAction();
        if (action != null) {
            action.run();
        }
    }

    private @Nullable Runnable takeEndAction() {
        lock.lock();
        try {
            Runnable action = endAction;
            endAction = null;
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
            more = keepAhead(read());
        }
        if (endedWhileWatching()) {
            runOnEnd();
        }
    }

    private boolean endedWhileWatching() {
        lock.lock();
        try {
            return ended && isWatching();
        } finally {
            lock.unlock();
        }
    }

    private byte @Nullable [] read() {
        try {
            return socket.get();
        } catch (RuntimeException | Error e) {
            // A connection that was reset or closed is at its end. A lack of memory counts as the
            // end too, since the thread that wants the bytes would wait forever otherwise.
            return null;
        }
    }

    private boolean keepAhead(byte @Nullable [] bytes) {
        lock.lock();
        try {
            if (bytes == null) {
                ended = true;
                reading = false;
            } else {
                ahead.add(bytes);
                bytesAhead += bytes.length;
                reading = isWatching() && bytesAhead < MOST_AHEAD;
            }
            kept.signalAll();
            return reading;
        } finally {
            lock.unlock();
        }
    }
}
