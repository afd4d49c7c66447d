package dev.chasqui.adapters.http.connection;

import dev.chasqui.domain.failure.Failure;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The open HTTP/1.1 connections, each with a watch over it.
 *
 * <p>Connections above the limit are a reserve. They live for one request, and only probes are
 * answered on them, so that no supervisor restarts a server because it is busy.
 *
 * <p>This must be the only selector of the listeners, so that no byte of a connection is read
 * before it comes here. Safe for use by several threads.
 */
public final class WatchedConnections implements ServerConnectionSelector {
    private static final System.Logger LOG = System.getLogger(WatchedConnections.class.getName());

    /**
     * The read timeout of a connection in the reserve; it is short, since such a connection may
     * keep probes out.
     */
    private static final Duration RESERVE_READ_TIMEOUT = Duration.ofSeconds(1);

    /** The most open connections in the reserve; the listener accepts twice as many. */
    public static final int MOST_IN_RESERVE = 32;

    private final Http1ConnectionSelector http1;
    private volatile ServerTimeouts timeouts;
    private volatile ServerLimits limits;
    private final ConnectionAnswers answers;
    private final DeadlineSweeper sweeper;
    private final SwappedRouting routing;
    private final Map<String, ConnectionWatch> open = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final Semaphore places;

    /** The connections in the reserve, the oldest first. */
    private final Queue<ConnectionWatch> reserve = new ConcurrentLinkedQueue<>();

    private final AtomicInteger inReserve = new AtomicInteger();
    private final Failure full;

    /** Creates an empty set of connections. */
    public WatchedConnections(
            Http1ConnectionSelector http1,
            ServerTimeouts timeouts,
            ServerLimits limits,
            ConnectionAnswers answers,
            DeadlineSweeper sweeper,
            SwappedRouting routing) {
        this.http1 = http1;
        this.routing = routing;
        this.timeouts = timeouts;
        this.limits = limits;
        this.answers = answers;
        this.sweeper = sweeper;
        this.places = new Semaphore(limits.connections());
        this.full =
                new Failure.Overloaded(
                        "there are "
                                + limits.connections()
                                + " connections already, which is the limit",
                        Duration.ofSeconds(1));
    }

    /** Changes the limits for later connections; the most connections stay as they are. */
    public void change(ServerTimeouts nextTimeouts, ServerLimits nextLimits) {
        timeouts = nextTimeouts;
        limits = nextLimits;
    }

    /** Returns the watch over the connection of a request. */
    public ConnectionWatch watch(ServerRequest request) {
        return Objects.requireNonNull(open.get(request.socketId()), "a connection without watch");
    }

    /** Cancels all exchanges. Their connections stay open for the last words. */
    public void cancelExchanges() {
        forEachOpen(watch -> watch.stop(() -> answers.refusal(CutReason.STOPPING.failure())));
    }

    /** Closes all connections and interrupts their handlers. */
    public void cut() {
        forEachOpen(ConnectionWatch::cut);
        forEachOpen(ConnectionWatch::interrupt);
    }

    /**
     * Runs an action for each open connection. An exchange may hold resources of an agent, so an
     * error of one does not stop the others.
     */
    private void forEachOpen(Consumer<ConnectionWatch> action) {
        for (ConnectionWatch watch : open.values()) {
            try {
                action.accept(watch);
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.WARNING, "an exchange could not be ended", e);
            }
        }
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        boolean place = places.tryAcquire();
        String id = Long.toString(ids.incrementAndGet());
        ConnectionWatch watch = place ? watch(context) : reserveWatch(context);
        open.put(id, watch);
        sweeper.add(watch);
        if (!place) {
            enterReserve(watch);
        }
        WatchedConnection connection =
                new WatchedConnection(
                        (reader, writer) ->
                                http1.connection(
                                        new WatchedContext(context, reader, writer, id, routing)),
                        watch::next,
                        watch.output(),
                        limits.headers(),
                        place ? Optional.empty() : Optional.of(full),
                        () -> end(id, watch, place));
        watch.attach(connection);
        return connection;
    }

    private void end(String id, ConnectionWatch watch, boolean place) {
        try {
            watch.linger();
        } finally {
            sweeper.remove(watch);
            open.remove(id);
            if (place) {
                places.release();
            } else if (reserve.remove(watch)) {
                inReserve.decrementAndGet();
            }
        }
    }

    /**
     * Adds a connection to the reserve, and closes the oldest one if the reserve is full. A probe
     * sends its request at once, and must not wait until silent connections time out.
     */
    private void enterReserve(ConnectionWatch watch) {
        reserve.add(watch);
        if (inReserve.incrementAndGet() > MOST_IN_RESERVE) {
            ConnectionWatch oldest = reserve.poll();
            if (oldest != null) {
                inReserve.decrementAndGet();
                oldest.cut();
            }
        }
    }

    private ConnectionWatch watch(ConnectionContext context) {
        return new ConnectionWatch(
                context.serverSocket(),
                context.dataWriter(),
                timeouts,
                limits,
                answers::requestTimeout);
    }

    private ConnectionWatch reserveWatch(ConnectionContext context) {
        ConnectionWatch watch =
                new ConnectionWatch(
                        context.serverSocket(),
                        context.dataWriter(),
                        timeouts.withRead(RESERVE_READ_TIMEOUT),
                        limits,
                        () -> answers.refusal(full));
        // The time of the request begins now, and not with its first byte.
        watch.bodyExpected(0);
        return watch;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http1.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http1.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }
}
