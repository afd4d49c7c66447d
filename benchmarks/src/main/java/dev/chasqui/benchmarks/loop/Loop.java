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
 * Sockets and timers that one thread at a time serves. What is measured here costs some ten
 * microseconds a request, so mock and load must cost a few; a selector and prepared bytes do, a
 * thread for each connection does not.
 *
 * <p>Mock and load have one loop together: a thread of its own {@linkplain #serve serves} it, and a
 * load {@linkplain #borrow borrows} it for its window. Under many connections it does not sleep
 * meanwhile: the kernel makes who writes to a sleeper of the same machine pay for waking him, some
 * 5 µs with another processor (measured), and the slower a gateway, the more it would find asleep.
 * One client alone sleeps while it waits, as it would in life. All sockets are on the loopback
 * interface.
 */
public final class Loop implements AutoCloseable {
    private static final int WAITING_TO_BE_ACCEPTED = 4096;

    private final Selector selector;
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::at));

    private final ReentrantLock turn = new ReentrantLock(true);
    private final AtomicInteger borrowers = new AtomicInteger();
    private boolean awake;

    private record Timer(long at, Runnable action) {}

    /** Opens a loop without sockets. */
    public Loop() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens on a port (0: a free one) and returns the port. */
    public int listen(int port, Function<Wire, Wire.Reader> reader) throws IOException {
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
     * @throws IOException where nobody listens there
     */
    public Wire connect(int port, Function<Wire, Wire.Reader> reader) throws IOException {
        return attach(SocketChannel.open(loopback(port)), reader);
    }

    /** Runs something once, as soon as {@link System#nanoTime()} has reached a value. */
    public void at(long nanos, Runnable action) {
        timers.add(new Timer(nanos, action));
    }

    /** Serves for a time whenever nobody has borrowed it. */
    public void serve(Duration life) {
        long end = System.nanoTime() + life.toNanos();
        while (System.nanoTime() - end < 0 && selector.isOpen()) {
            turn.lock();
            try {
                run(() -> borrowers.get() > 0 || !selector.isOpen(), life);
            } finally {
                turn.unlock();
            }
            // The lock is fair, but only to those who wait for it already.
            while (borrowers.get() > 0 && !turn.hasQueuedThreads() && !turn.isLocked()) {
                Thread.onSpinWait();
            }
        }
    }

    /**
     * Does something on this thread that {@linkplain #run runs} the loop.
     *
     * @param connections of more than one the loop does not sleep
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
     * Serves sockets and timers until a condition holds, or for a time at most.
     *
     * @return whether the condition holds
     */
    public boolean run(BooleanSupplier done, Duration most) {
        long end = System.nanoTime() + most.toNanos();
        while (!done.getAsBoolean()) {
            long now = System.nanoTime();
            if (now - end >= 0) {
                return false;
            }
            runDueTimers(now);
            turn(end);
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

    private void turn(long end) {
        Timer next = timers.peek();
        long wake = next == null ? end : Math.min(next.at(), end);
        long left = Math.ceilDiv(wake - System.nanoTime(), 1_000_000L);
        try {
            if (left <= 0 || awake) {
                selector.selectNow(Loop::dispatch);
            } else {
                selector.select(Loop::dispatch, left);
            }
        } catch (ClosedSelectorException closed) {
            // Whoever runs it sees that it is closed.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void dispatch(SelectionKey key) {
        switch (key.attachment()) {
            case Wire wire -> wire.ready();
            case Runnable accept -> accept.run();
            default -> throw new IllegalStateException("not ours: " + key);
        }
    }

    private void acceptAll(ServerSocketChannel server, Function<Wire, Wire.Reader> reader) {
        try {
            for (SocketChannel peer = server.accept(); peer != null; peer = server.accept()) {
                attach(peer, reader);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Wire attach(SocketChannel channel, Function<Wire, Wire.Reader> reader)
            throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new Wire(channel, channel.register(selector, SelectionKey.OP_READ), reader);
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
