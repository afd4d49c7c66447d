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
 * A thread that waits for the pieces of many replies and wakes their readers. Safe for use by
 * several threads.
 *
 * <p>A single virtual thread can wait for its socket by itself. But if the pieces of a hundred
 * replies come one by one, to wake a thread for each of them costs more than to pass the piece on.
 * So all their channels are registered with one selector. After it has woken readers, the loop
 * pauses for a moment: a piece that comes alone is reported at once, and those that follow closely
 * are reported together, as network cards do with their interrupts.
 *
 * <p>The loop is never closed: its thread ends when there have been no replies for a while, and the
 * next reply starts a new one.
 */
final class PieceLoop {
    private static final Logger LOG = System.getLogger(PieceLoop.class.getName());

    private final String name;
    private final Duration pause;
    private final Duration linger;
    private @Nullable Selector selector;

    /** True while the thread pauses, after which it selects again without being woken. */
    private volatile boolean pausing;

    /**
     * Creates a loop without a thread.
     *
     * @param name the name of its thread
     * @param pause the pause after readers were woken, so the longest delay of a piece
     * @param linger the time for which the thread stays when there are no replies
     */
    PieceLoop(String name, Duration pause, Duration linger) {
        this.name = name;
        this.pause = pause;
        this.linger = linger;
    }

    /**
     * The registration of one channel with the loop. Its reader uses it; {@link #wake} may be
     * called by any thread.
     */
    final class Entry {
        private final SocketChannel channel;
        private final SelectionKey key;
        private volatile @Nullable Thread waiting;

        private Entry(SocketChannel channel, Selector selector) throws ClosedChannelException {
            this.channel = channel;
            this.key = channel.register(selector, 0, this);
        }

        /**
         * Waits until the channel can be read. There is no deadline here: the owner of the deadline
         * closes the channel and calls {@link #wake}.
         *
         * @throws AsynchronousCloseException if the channel was closed
         * @throws ClosedByInterruptException if the thread was interrupted; the channel is then
         *     closed
         */
        void await() throws IOException {
            waiting = Thread.currentThread();
            try {
                key.interestOps(SelectionKey.OP_READ);
            } catch (CancelledKeyException e) {
                throw new AsynchronousCloseException();
            }
            wakeLoop();
            while (waiting != null) {
                LockSupport.park(this);
                if (Thread.currentThread().isInterrupted()) {
                    closeAndWake();
                    throw new ClosedByInterruptException();
                }
                if (!channel.isOpen()) {
                    throw new AsynchronousCloseException();
                }
            }
        }

        private void wakeReader() {
            try {
                key.interestOps(0);
            } catch (CancelledKeyException e) {
                // The channel was closed meanwhile; the thread that closed it wakes the reader.
                return;
            }
            Thread reader = waiting;
            waiting = null;
            LockSupport.unpark(reader);
        }

        /**
         * Wakes the reader after the channel was closed. The socket stays open until the loop has
         * noticed it.
         */
        void wake() {
            LockSupport.unpark(waiting);
            wakeLoop();
        }

        private void closeAndWake() {
            try {
                channel.close();
            } catch (IOException e) {
                // The channel is dropped; an exception of its close changes nothing.
            } finally {
                wake();
            }
        }

        /** Removes the channel from the loop. */
        void remove() {
            key.cancel();
            wakeLoop();
        }

        /**
         * Wakes the loop for a change of registrations, which it would otherwise notice only after
         * its next event. A pausing loop needs no wake-up.
         */
        private void wakeLoop() {
            if (!pausing) {
                key.selector().wakeup();
            }
        }
    }

    /**
     * Registers a non-blocking channel.
     *
     * @return empty if there can be no selector, for lack of file descriptors, or if the selector
     *     has not yet noticed that the channel left it before
     * @throws ClosedChannelException if the channel is closed
     */
    synchronized Optional<Entry> register(SocketChannel channel) throws ClosedChannelException {
        if (selector == null) {
            try {
                selector = begin();
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(new Entry(channel, selector));
        } catch (CancelledKeyException e) {
            return Optional.empty();
        }
    }

    private Selector begin() throws IOException {
        Selector opened = Selector.open();
        boolean begun = false;
        try {
            // The thread must not inherit anything from the caller that happens to start it.
            Thread.ofPlatform()
                    .daemon()
                    .name(name)
                    .inheritInheritableThreadLocals(false)
                    .start(() -> run(opened));
            begun = true;
        } finally {
            if (!begun) {
                opened.close();
            }
        }
        return opened;
    }

    private void run(Selector mine) {
        try (mine) {
            runOrAbandon(mine);
        } catch (IOException e) {
            LOG.log(Level.WARNING, name + ": its selector was not closed", e);
        }
    }

    /** Runs the loop; if it fails, closes all its channels so that no reader waits for it. */
    private void runOrAbandon(Selector mine) {
        try {
            selectUntilUnused(mine);
        } catch (IOException | RuntimeException | Error e) {
            synchronized (this) {
                selector = null;
                pausing = false;
            }
            for (SelectionKey key : mine.keys()) {
                ((Entry) key.attachment()).closeAndWake();
            }
            LOG.log(Level.ERROR, name + " failed, and the replies that it waited for end", e);
        }
    }

    private void selectUntilUnused(Selector mine) throws IOException {
        long lastUsed = System.nanoTime();
        while (true) {
            select(mine);
            if (!mine.keys().isEmpty()) {
                lastUsed = System.nanoTime();
            } else if (System.nanoTime() - lastUsed >= linger.toNanos() && retire(mine)) {
                return;
            }
        }
    }

    /**
     * Waits for channels and wakes their readers. It is a method of its own because the JIT
     * compiles the endless loop around it late.
     */
    private void select(Selector mine) throws IOException {
        int woken =
                mine.select(
                        key -> ((Entry) key.attachment()).wakeReader(),
                        Math.max(1, linger.toMillis()));
        if (woken > 0) {
            pausing = true;
            LockSupport.parkNanos(this, pause.toNanos());
            pausing = false;
        }
    }

    /**
     * Ends the loop if no channel has been registered meanwhile; the next registration then begins
     * a new one.
     */
    private synchronized boolean retire(Selector mine) {
        if (!mine.keys().isEmpty()) {
            return false;
        }
        selector = null;
        return true;
    }
}
