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
 * The idle connections to one server, the latest first. Safe for use by several threads.
 *
 * <p>Needs no closing: what nobody takes is closed when its time is over.
 */
final class ConnectionPool {
    /** More than this at once idle is the rest of a rush. */
    private static final int MAX_IDLE = 256;

    /** Many servers close after 5 s; a request must not cross that. */
    private static final Duration MAX_AGE = Duration.ofSeconds(4);

    /**
     * A server that closes a connection so soon after its answer says so in the answer. Where one
     * does not, the request is sent again.
     */
    private static final Duration FRESH = Duration.ofMillis(20);

    /** Idle connections with the time they came, oldest last. */
    private final Deque<Idle> idle = new ArrayDeque<>();

    private final Duration fresh;
    private boolean sweeping;

    ConnectionPool() {
        this(FRESH);
    }

    /**
     * @param fresh how long a connection is not asked whether it has ended
     */
    ConnectionPool(Duration fresh) {
        this.fresh = fresh;
    }

    /** A connection that waits, and since when. */
    private record Idle(Connection connection, long since) {
        boolean isOld() {
            return age() >= MAX_AGE.toNanos();
        }

        boolean isGood(Duration fresh) {
            return age() < fresh.toNanos() ? connection.isSilent() : connection.isQuiet();
        }

        private long age() {
            return System.nanoTime() - since;
        }
    }

    /** A connection that was used before and is still good, if there is one. */
    Optional<Connection> take() {
        for (Idle latest = poll(); latest != null; latest = poll()) {
            if (!latest.isOld() && latest.isGood(fresh)) {
                return Optional.of(latest.connection);
            }
            close(latest.connection);
        }
        return Optional.empty();
    }

    /** Takes a connection whose last answer has been read to its end. */
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

    /** How many there are; for tests. */
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
            // It is of no use any more, whatever it says.
        }
    }
}
