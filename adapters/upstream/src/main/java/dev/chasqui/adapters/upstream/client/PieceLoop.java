package dev.chasqui.adapters.upstream.client;

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
 * rests when it has woken somebody: a piece that comes alone is told at once, and those that follow
 * it closely are told together, as network cards do it with their interrupts.
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
     * @param rest after somebody was woken, so how late a piece may be told
     * @param linger how long the thread stays where there are no replies
     */
    PieceLoop(String name, Duration rest, Duration linger) {
        this.name = name;
        this.rest = rest;
        this.linger = linger;
    }

    /** One channel's place in the loop, for who reads it; {@link #wake} is for anybody. */
    final class Seat {
        private final SocketChannel channel;
        private final SelectionKey key;
        private volatile @Nullable Thread waiting;

        private Seat(SocketChannel channel, Selector selector) throws ClosedChannelException {
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
            notice();
            while (waiting != null) {
                LockSupport.park(this);
                if (Thread.currentThread().isInterrupted()) {
                    giveUp();
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
            notice();
        }

        private void giveUp() {
            try {
                channel.close();
            } catch (IOException e) {
                // It is of no use any more, whatever it says.
            } finally {
                wake();
            }
        }

        /** The loop has nothing to do with the channel any more. */
        void leave() {
            key.cancel();
            notice();
        }

        /** What has changed is seen when the thread looks again, which may be long. */
        private void notice() {
            if (!resting) {
                key.selector().wakeup();
            }
        }
    }

    /**
     * Takes a channel that does not block.
     *
     * @return empty if there can be no loop, for want of open files, or if it has not yet seen that
     *     the channel left it before
     * @throws ClosedChannelException if it is closed
     */
    synchronized Optional<Seat> join(SocketChannel channel) throws ClosedChannelException {
        if (selector == null) {
            try {
                selector = begin();
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(new Seat(channel, selector));
        } catch (CancelledKeyException e) {
            return Optional.empty();
        }
    }

    private Selector begin() throws IOException {
        Selector fresh = Selector.open();
        boolean begun = false;
        try {
            // Whoever's reply is the first, nothing of his thread stays with this one.
            Thread.ofPlatform()
                    .daemon()
                    .name(name)
                    .inheritInheritableThreadLocals(false)
                    .start(() -> run(fresh));
            begun = true;
        } finally {
            if (!begun) {
                fresh.close();
            }
        }
        return fresh;
    }

    private void run(Selector mine) {
        try (mine) {
            lookOrAbandon(mine);
        } catch (IOException e) {
            LOG.log(Level.WARNING, name + ": its selector was not closed", e);
        }
    }

    /** Nobody may go on waiting for a loop that has failed. */
    private void lookOrAbandon(Selector mine) {
        try {
            lookUntilUnused(mine);
        } catch (IOException | RuntimeException | Error e) {
            synchronized (this) {
                selector = null;
                resting = false;
            }
            for (SelectionKey key : mine.keys()) {
                ((Seat) key.attachment()).giveUp();
            }
            LOG.log(Level.ERROR, name + " failed, and the replies that it waited for end", e);
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
        int told =
                mine.select(
                        key -> ((Seat) key.attachment()).tell(), Math.max(1, linger.toMillis()));
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
}
