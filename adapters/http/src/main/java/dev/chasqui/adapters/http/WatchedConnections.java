package dev.chasqui.adapters.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes HTTP/1.1 connections, each with a watch over it, and knows those that are open.
 *
 * <p>Must be the listeners' only selector: then nothing has been read of a connection before it
 * comes here. Safe for use by several threads.
 */
final class WatchedConnections implements ServerConnectionSelector {
    private final Http1ConnectionSelector http1;
    private final ServerTimeouts timeouts;
    private final ServerLimits limits;
    private final BareAnswers answers;
    private final Patrol patrol;
    private final Map<String, ConnectionWatch> open = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    WatchedConnections(
            Http1ConnectionSelector http1,
            ServerTimeouts timeouts,
            ServerLimits limits,
            BareAnswers answers,
            Patrol patrol) {
        this.http1 = http1;
        this.timeouts = timeouts;
        this.limits = limits;
        this.answers = answers;
        this.patrol = patrol;
    }

    /** The watch over the connection of a request. */
    ConnectionWatch watch(ServerRequest request) {
        return Objects.requireNonNull(open.get(request.socketId()), "a connection without watch");
    }

    /** Cancels all exchanges; their connections stay, for the last words. */
    void cancelExchanges() {
        open.values().forEach(ConnectionWatch::cancelExchange);
    }

    /** Closes all connections. */
    void cut() {
        open.values().forEach(ConnectionWatch::cut);
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        String id = Long.toString(ids.incrementAndGet());
        ConnectionWatch watch =
                new ConnectionWatch(
                        context.serverSocket(),
                        context.dataWriter(),
                        timeouts,
                        limits,
                        answers::requestTimeout);
        open.put(id, watch);
        patrol.add(watch);
        Runnable forget =
                () -> {
                    patrol.remove(watch);
                    open.remove(id);
                };
        if (open.size() > limits.connections()) {
            return new RefusedConnection(
                    watch, answers.tooManyConnections(limits.connections()), forget);
        }
        WatchedConnection connection =
                new WatchedConnection(
                        reader ->
                                http1.connection(
                                        new WatchedContext(context, reader, watch.output(), id)),
                        watch::next,
                        () -> {
                            watch.linger();
                            forget.run();
                        });
        watch.over(connection);
        return connection;
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
