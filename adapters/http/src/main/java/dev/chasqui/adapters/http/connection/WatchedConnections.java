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
 * Makes HTTP/1.1 connections, each with a watch over it, and knows those that are open.
 *
 * <p>Those above the limit are a reserve: they live for one request, and probes alone are answered
 * on them, so that nobody restarts a server for being busy.
 *
 * <p>Must be the listeners' only selector: then nothing has been read of a connection before it
 * comes here. Safe for use by several threads.
 */
public final class WatchedConnections implements ServerConnectionSelector {
    private static final System.Logger LOG = System.getLogger(WatchedConnections.class.getName());

    /** A connection of the reserve may take so long to ask, lest it keeps probes out. */
    private static final Duration RESERVE_PATIENCE = Duration.ofSeconds(1);

    /** So many of the reserve may be open; the listener accepts twice as many. */
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

    /** The connections of the reserve, the oldest first. */
    private final Queue<ConnectionWatch> reserve = new ConcurrentLinkedQueue<>();

    private final AtomicInteger inReserve = new AtomicInteger();
    private final Failure full;

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

    /** Holds other bounds from now on, of connections that come; how many there may be stays. */
    public void change(ServerTimeouts nextTimeouts, ServerLimits nextLimits) {
        timeouts = nextTimeouts;
        limits = nextLimits;
    }

    /** The watch over the connection of a request. */
    public ConnectionWatch watch(ServerRequest request) {
        return Objects.requireNonNull(open.get(request.socketId()), "a connection without watch");
    }

    /** Cancels all exchanges; their connections stay, for the last words. */
    public void cancelExchanges() {
        forEach(watch -> watch.stop(() -> answers.refusal(CutShort.STOPPING.why())));
    }

    /** Closes all connections, and interrupts what handles them. */
    public void cut() {
        forEach(ConnectionWatch::cut);
        forEach(ConnectionWatch::interrupt);
    }

    /** What an exchange holds may be an agent's; one that cannot be closed holds up no other. */
    private void forEach(Consumer<ConnectionWatch> action) {
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
        ConnectionWatch watch = place ? watch(context) : watchOfReserve(context);
        open.put(id, watch);
        sweeper.add(watch);
        if (!place) {
            enterReserve(watch);
        }
        WatchedConnection connection =
                new WatchedConnection(
                        reader ->
                                http1.connection(
                                        new WatchedContext(
                                                context, reader, watch.output(), id, routing)),
                        watch::next,
                        limits.headers(),
                        place ? Optional.empty() : Optional.of(full),
                        () -> end(id, watch, place));
        watch.over(connection);
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
     * The oldest gives way where many say nothing: a probe asks at once, and must not wait until
     * their patience is over.
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

    private ConnectionWatch watchOfReserve(ConnectionContext context) {
        ConnectionWatch watch =
                new ConnectionWatch(
                        context.serverSocket(),
                        context.dataWriter(),
                        timeouts.withRead(RESERVE_PATIENCE),
                        limits,
                        () -> answers.refusal(full));
        // Its request is waited for from now on, not from its first byte.
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
