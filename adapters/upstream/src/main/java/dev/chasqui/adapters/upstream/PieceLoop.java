package dev.chasqui.adapters.upstream;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that waits for the pieces of many replies, and wakes those who read them. Safe for use
 * by several threads.
 *
 * <p>A virtual thread that waits for a socket does well without. But the pieces of a hundred
 * replies come one by one, and to wake for each of them costs more than to pass it on. So this loop
 * rests after each look: a piece that comes alone is told at once, and those that follow it closely
 * are told together, as network cards do it with their interrupts.
 *
 * <p>Never closed: its thread ends when there have been no replies for a while, and comes back with
 * the next one.
 */
final class PieceLoop {
    private static final Logger LOG = System.getLogger(PieceLoop.class.getName());

    private final String name;
    private final Duration rest;
    private final Duration linger;
    private @Nullable Selector selector;

    /** Whether the thread will look at what has changed without being woken. */
    private volatile boolean resting;

    /**
     * @param name of its thread
     * @param rest after each look, so how late a piece may be told
     * @param linger how long the thread stays where there are no replies
     */
    PieceLoop(String name, Duration rest, Duration linger) {
        this.name = name;
        this.rest = rest;
        this.linger = linger;
    }

    /** One channel's place in the loop. Used by one thread at a time, but for {@link #wake}. */
    final class Seat {
        private final SocketChannel channel;
        private final SelectionKey key;
        private volatile @Nullable Thread waiting;

        private Seat(SocketChannel channel, Selector selector) throws IOException {
            this.channel = channel;
            this.key = channel.register(selector, 0, this);
        }

        /**
         * Waits until the channel can be read. How long that may take is the business of who closes
         * it when it takes too long, and wakes this.
         *
         * @throws AsynchronousCloseException if the channel was closed
         * @throws ClosedByInterruptException if the thread was interrupted; then it is closed
         */
        void await() throws IOException {
            waiting = Thread.currentThread();
            try {
                key.interestOps(SelectionKey.OP_READ);
            } catch (CancelledKeyException e) {
                throw new AsynchronousCloseException();
            }
            notice(key);
            while (waiting != null) {
                LockSupport.park(this);
                if (Thread.currentThread().isInterrupted()) {
                    channel.close();
                    notice(key);
                    throw new ClosedByInterruptException();
                }
                if (!channel.isOpen()) {
                    throw new AsynchronousCloseException();
                }
            }
        }

        private void tell() {
            try {
                key.interestOps(0);
            } catch (CancelledKeyException e) {
                // Closed meanwhile, of which who waits is told by who closed it.
                return;
            }
            Thread told = waiting;
            waiting = null;
            LockSupport.unpark(told);
        }

        /**
         * To be called when the channel has been closed. Until the loop sees it, its socket stays.
         */
        void wake() {
            LockSupport.unpark(waiting);
            notice(key);
        }

        /** The loop has nothing to do with the channel any more. */
        void leave() {
            key.cancel();
            notice(key);
        }
    }

    /**
     * Takes a channel that does not block.
     *
     * @return empty if the loop has not yet seen that the channel left it before
     * @throws ClosedChannelException if it is closed
     */
    synchronized Optional<Seat> join(SocketChannel channel) throws IOException {
        if (selector == null) {
            selector = begin();
        }
        try {
            return Optional.of(new Seat(channel, selector));
        } catch (CancelledKeyException e) {
            return Optional.empty();
        }
    }

    /** What has changed with the key is seen when the thread looks again, which may be long. */
    private void notice(SelectionKey key) {
        if (!resting) {
            key.selector().wakeup();
        }
    }

    private Selector begin() throws IOException {
        Selector fresh = Selector.open();
        Thread.ofPlatform().daemon().name(name).start(() -> run(fresh));
        return fresh;
    }

    private void run(Selector mine) {
        try (mine) {
            boolean ended = false;
            try {
                lookUntilUnused(mine);
                ended = true;
            } finally {
                if (!ended) {
                    abandon(mine);
                }
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, name + " ended", e);
        }
    }

    private void lookUntilUnused(Selector mine) throws IOException {
        long lastUsed = System.nanoTime();
        while (true) {
            look(mine);
            if (!mine.keys().isEmpty()) {
                lastUsed = System.nanoTime();
            } else if (System.nanoTime() - lastUsed >= linger.toNanos() && end(mine)) {
                return;
            }
        }
    }

    /** A method of its own, since the loop around it is compiled late. */
    private void look(Selector mine) throws IOException {
        int told = mine.select(key -> ((Seat) key.attachment()).tell(), linger.toMillis());
        if (told > 0) {
            resting = true;
            LockSupport.parkNanos(this, rest.toNanos());
            resting = false;
        }
    }

    /** Whether nobody has come meanwhile; who comes from now on begins a new loop. */
    private synchronized boolean end(Selector mine) {
        if (!mine.keys().isEmpty()) {
            return false;
        }
        selector = null;
        return true;
    }

    /** Nobody waits for a loop that has failed. */
    private void abandon(Selector mine) throws IOException {
        synchronized (this) {
            selector = null;
        }
        for (SelectionKey key : mine.keys()) {
            key.channel().close();
            ((Seat) key.attachment()).wake();
        }
    }
}
