package dev.chasqui.adapters.http;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * The bytes that a client sends.
 *
 * <p>Usually whoever wants them reads the socket himself. While somebody wants to know whether the
 * client is still there, a thread of our own reads ahead, since only a read notices that a peer has
 * left; what it gets is kept for whoever reads next. It stays in its read when nobody wants to know
 * any more, and hands over what comes then. At no time do two threads read.
 */
final class ReadAhead {
    /** More than this is left in the socket, though leaving is not noticed then. */
    private static final int MOST_AHEAD = 64 * 1024;

    private final Supplier<byte @Nullable []> socket;
    private final Deque<byte[]> ahead = new ArrayDeque<>();
    private int bytesAhead;
    private boolean reading;
    private boolean ended;
    private @Nullable Runnable onEnd;

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
        synchronized (this) {
            while (ahead.isEmpty() && reading) {
                wait();
            }
            byte[] first = ahead.poll();
            if (first != null) {
                bytesAhead -= first.length;
                readAheadIfWanted();
                return first;
            }
            if (ended) {
                return null;
            }
        }
        return socket.get();
    }

    /** Runs the action, once, as soon as the client has left; at once if it has. */
    void onEnd(Runnable action) {
        synchronized (this) {
            if (!ended) {
                onEnd = action;
                readAheadIfWanted();
                return;
            }
        }
        action.run();
    }

    private void readAheadIfWanted() {
        if (onEnd != null && !reading && !ended && bytesAhead < MOST_AHEAD) {
            reading = true;
            Thread.ofVirtual().name("http-read-ahead").start(this::readAhead);
        }
    }

    /** Nobody wants to know any more. */
    synchronized void forgetEnd() {
        onEnd = null;
    }

    /** Runs what waits for the end, though the client has not left. */
    void runOnEnd() {
        Runnable action;
        synchronized (this) {
            action = onEnd;
            onEnd = null;
        }
        if (action != null) {
            action.run();
        }
    }

    synchronized boolean ended() {
        return ended;
    }

    private void readAhead() {
        boolean more = true;
        while (more) {
            more = keep(read());
        }
        if (ended()) {
            runOnEnd();
        }
    }

    private byte @Nullable [] read() {
        try {
            return socket.get();
        } catch (RuntimeException e) {
            // A connection that was reset or closed is at its end as well.
            return null;
        }
    }

    private synchronized boolean keep(byte @Nullable [] bytes) {
        if (bytes == null) {
            ended = true;
            reading = false;
        } else {
            ahead.add(bytes);
            bytesAhead += bytes.length;
            reading = onEnd != null && bytesAhead < MOST_AHEAD;
        }
        notifyAll();
        return reading;
    }
}
