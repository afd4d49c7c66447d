package dev.chasqui.benchmarks.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An event loop of sockets and timers, served by one thread at a time. The measured gateways use
 * some ten microseconds for a request, so mock and load may use only a few: a selector and prepared
 * bytes allow this, a thread for each connection does not.
 *
 * <p>Mock and load share one loop: a thread of its own {@linkplain #serve serves} it, and a load
 * {@linkplain #borrow borrows} it for its window. With many connections the loop does not sleep
 * meanwhile. The kernel charges the cost of waking a sleeping thread to the process that writes to
 * it, some 5 µs on another processor (measured), and a slower gateway would find the loop asleep
 * more often. With one connection the loop sleeps while it waits, as a real client does. All
 * sockets are on the loopback interface.
 *
 * <p>A fair lock decides which thread runs the loop. Only that thread may use its sockets and
 * timers; {@link #borrow}, {@link #serve} and {@link #close} may be called by any thread.
 */
public final class SocketLoop implements AutoCloseable {
    private static final int WAITING_TO_BE_ACCEPTED = 4096;

    private final Selector selector;
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::at));

    private final ReentrantLock turn = new ReentrantLock(true);
    private final AtomicInteger borrowers = new AtomicInteger();
    private boolean awake;

    private record Timer(long at, Runnable action) {}

    /** Opens a loop without sockets. */
    public SocketLoop() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens on a port (0 means a free one) and returns the port. */
    public int listen(int port, Function<LoopConnection, LoopConnection.Reader> reader)
            throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.configureBlocking(false);
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(loopback(port), WAITING_TO_BE_ACCEPTED);
        Runnable accept = () -> acceptAll(server, reader);
        server.register(selector, SelectionKey.OP_ACCEPT, accept);
        return server.socket().getLocalPort();
    }

    /**
     * Connects to a port.
     *
     * @throws IOException if the connection is refused
     */
    public LoopConnection connect(int port, Function<LoopConnection, LoopConnection.Reader> reader)
            throws IOException {
        return attach(SocketChannel.open(loopback(port)), reader);
    }

    /** Schedules an action for the time at which {@link System#nanoTime()} reaches a value. */
    public void at(long nanos, Runnable action) {
        timers.add(new Timer(nanos, action));
    }

    /** Runs the loop for a time, except while it is borrowed. */
    public void serve(Duration life) {
        long end = System.nanoTime() + life.toNanos();
        while (System.nanoTime() - end < 0 && selector.isOpen()) {
            turn.lock();
            try {
                run(() -> borrowers.get() > 0 || !selector.isOpen(), life);
            } finally {
                turn.unlock();
            }
            // The lock is fair only to threads that wait already, so wait until the borrower does.
            while (borrowers.get() > 0 && !turn.hasQueuedThreads() && !turn.isLocked()) {
                Thread.onSpinWait();
            }
        }
    }

    /**
     * Takes the loop for this thread and does work that {@linkplain #run runs} it.
     *
     * @param connections the number of connections; with more than one the loop does not sleep
     */
    public <T> T borrow(int connections, Supplier<T> work) {
        borrowers.incrementAndGet();
        selector.wakeup();
        turn.lock();
        try {
            awake = connections > 1;
            return work.get();
        } finally {
            awake = false;
            borrowers.decrementAndGet();
            turn.unlock();
        }
    }

    /**
     * Serves sockets and timers until a condition holds or a time has passed.
     *
     * @return true if the condition holds
     */
    public boolean run(BooleanSupplier done, Duration most) {
        long end = System.nanoTime() + most.toNanos();
        while (!done.getAsBoolean()) {
            long now = System.nanoTime();
            if (now - end >= 0) {
                return false;
            }
            runDueTimers(now);
            select(end);
        }
        return true;
    }

    private void runDueTimers(long now) {
        for (Timer next = timers.peek(); next != null && next.at() - now <= 0; ) {
            timers.remove();
            next.action().run();
            next = timers.peek();
        }
    }

    private void select(long end) {
        Timer next = timers.peek();
        long wake = next == null ? end : Math.min(next.at(), end);
        long left = Math.ceilDiv(wake - System.nanoTime(), 1_000_000L);
        try {
            if (left <= 0 || awake) {
                selector.selectNow(SocketLoop::dispatch);
            } else {
                selector.select(SocketLoop::dispatch, left);
            }
        } catch (ClosedSelectorException closed) {
            // The callers check that the selector is open.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void dispatch(SelectionKey key) {
        switch (key.attachment()) {
            case LoopConnection wire -> wire.ready();
            case Runnable accept -> accept.run();
            default -> throw new IllegalStateException("unknown attachment of " + key);
        }
    }

    private void acceptAll(
            ServerSocketChannel server, Function<LoopConnection, LoopConnection.Reader> reader) {
        try {
            for (SocketChannel peer = server.accept(); peer != null; peer = server.accept()) {
                attach(peer, reader);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LoopConnection attach(
            SocketChannel channel, Function<LoopConnection, LoopConnection.Reader> reader)
            throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new LoopConnection(
                channel, channel.register(selector, SelectionKey.OP_READ), reader);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Closes all sockets. */
    @Override
    public void close() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
