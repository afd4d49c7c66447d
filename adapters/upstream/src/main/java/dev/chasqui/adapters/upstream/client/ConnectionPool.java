package dev.chasqui.adapters.upstream.client;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The idle connections to one server; the one used last is taken first. Safe for use by several
 * threads.
 *
 * <p>It needs no closing: an idle connection is closed when it is too old.
 */
final class ConnectionPool {
    /** The largest number of idle connections; more of them are left over from a burst. */
    private static final int MAX_IDLE = 256;

    /**
     * The longest time a connection stays idle. Many servers close one after 5 s, and a request
     * must not cross that.
     */
    private static final Duration MAX_AGE = Duration.ofSeconds(4);

    /**
     * The idle time below which a connection is not tested for its end. A server that closes a
     * connection so soon after its answer announces it in the answer; if one does not, the request
     * is sent again.
     */
    private static final Duration FRESH = Duration.ofMillis(20);

    /** The idle connections, the oldest last. */
    private final Deque<Idle> idle = new ArrayDeque<>();

    private final Duration fresh;
    private boolean sweeping;

    ConnectionPool() {
        this(FRESH);
    }

    /**
     * @param fresh the idle time below which a connection is not tested for its end
     */
    ConnectionPool(Duration fresh) {
        this.fresh = fresh;
    }

    /** An idle connection and the time, by {@link System#nanoTime()}, since when it is idle. */
    private record Idle(Connection connection, long since) {
        boolean isOld() {
            return age() >= MAX_AGE.toNanos();
        }

        boolean isGood(Duration fresh) {
            return age() < fresh.toNanos() ? connection.hasNoInput() : connection.isReusable();
        }

        private long age() {
            return System.nanoTime() - since;
        }
    }

    /** Takes an idle connection that can still be used; empty if there is none. */
    Optional<Connection> take() {
        for (Idle latest = poll(); latest != null; latest = poll()) {
            if (!latest.isOld() && latest.isGood(fresh)) {
                return Optional.of(latest.connection);
            }
            close(latest.connection);
        }
        return Optional.empty();
    }

    /** Adds a connection whose last answer was read to its end. */
    void put(Connection connection) {
        Idle surplus = null;
        synchronized (idle) {
            idle.push(new Idle(connection, System.nanoTime()));
            if (idle.size() > MAX_IDLE) {
                surplus = idle.pollLast();
            }
            if (!sweeping) {
                sweepLater();
                sweeping = true;
            }
        }
        if (surplus != null) {
            close(surplus.connection);
        }
    }

    /** Returns the number of idle connections; for tests. */
    int size() {
        synchronized (idle) {
            return idle.size();
        }
    }

    private @Nullable Idle poll() {
        synchronized (idle) {
            return idle.poll();
        }
    }

    private void sweepLater() {
        CompletableFuture.delayedExecutor(
                        MAX_AGE.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(this::sweep);
    }

    private void sweep() {
        List<Idle> old = new ArrayList<>();
        synchronized (idle) {
            for (Idle last = idle.peekLast();
                    last != null && last.isOld();
                    last = idle.peekLast()) {
                old.add(idle.removeLast());
            }
            sweeping = false;
            if (!idle.isEmpty()) {
                sweepLater();
                sweeping = true;
            }
        }
        old.forEach(one -> close(one.connection));
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // The connection is dropped; an exception of its close changes nothing.
        }
    }
}
