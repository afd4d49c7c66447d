package dev.chasqui.adapters.http;

import dev.chasqui.adapters.http.connection.BodyMemory;
import dev.chasqui.adapters.http.connection.DeadlineSweeper;
import dev.chasqui.adapters.http.connection.PackedBodies;
import dev.chasqui.adapters.http.connection.ServerTimeouts;
import dev.chasqui.adapters.http.connection.SwappedRouting;
import dev.chasqui.adapters.http.connection.WatchedConnections;
import dev.chasqui.adapters.http.edge.ConnectionErrorAnswers;
import dev.chasqui.adapters.http.edge.Draining;
import dev.chasqui.adapters.http.edge.EdgeChecks;
import dev.chasqui.adapters.http.edge.Gate;
import dev.chasqui.adapters.http.edge.HttpRoute;
import dev.chasqui.adapters.http.edge.RawRoutes;
import dev.chasqui.adapters.http.edge.RequestIds;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.ServerSettings;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.adapters.http.edge.UnknownPaths;
import dev.chasqui.adapters.http.routes.AskedModel;
import dev.chasqui.adapters.http.routes.Forwarder;
import dev.chasqui.adapters.http.routes.HealthRoutes;
import dev.chasqui.adapters.http.routes.LogRoutes;
import dev.chasqui.adapters.http.routes.PoolRoutes;
import dev.chasqui.adapters.http.routes.ServerRoutes;
import dev.chasqui.adapters.http.routes.UpstreamRoutes;
import dev.chasqui.adapters.http.routes.plugins.PluginRoutes;
import dev.chasqui.adapters.http.routes.responses.RecentResponses;
import dev.chasqui.application.callers.Callers;
import dev.chasqui.application.pool.Pool;
import dev.chasqui.application.responses.BackgroundRuns;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.websocket.WsConfig;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The HTTP server for clients, on one port or two. It is started once and closed once.
 *
 * <pre>
 * try (HttpServer server = new HttpServer(settings, parts)) {
 *     server.start(); …
 * }
 * </pre>
 */
public final class HttpServer implements AutoCloseable {
    /** The connections above the limit: a reserve for probes, and as many that yield to it. */
    private static final int RESERVE = 2 * WatchedConnections.MOST_IN_RESERVE;

    /** The longest wait of Helidon for running requests; {@link #close} ends them earlier. */
    private static final Duration LONGEST_GRACE = Duration.ofHours(1);

    /** The interval at which exchanges, also new ones, are cancelled while the server stops. */
    private static final Duration CANCEL_INTERVAL = Duration.ofMillis(20);

    private final ServerSettings settings;
    private final DeadlineSweeper sweeper = new DeadlineSweeper();
    private final Draining draining = new Draining();
    private final InetAddress address;
    private final WatchedConnections connections;
    private final ConnectionErrorAnswers errorAnswers;
    private final BodyMemory memory;
    private final RequestIds ids = new RequestIds();
    private final RecentResponses recent = new RecentResponses();
    private final SwappedRouting routing = new SwappedRouting();
    private final BackgroundRuns background;
    private volatile List<HttpRoute> routes = List.of();

    /** Set when the present configuration is replaced; connections that outlive it end then. */
    private AtomicBoolean replaced = new AtomicBoolean();

    /** One Helidon server per port; a single one closes its listeners one after the other. */
    private final List<WebServer> servers = new ArrayList<>();

    private final List<Thread> stopThreads = new ArrayList<>();

    /**
     * Creates a server; it does not listen yet.
     *
     * @throws StartRefusedException if the host is unknown, or if it is no loopback address and the
     *     settings have neither keys nor {@code server.open}
     */
    public HttpServer(ServerSettings settings, ServerParts parts) {
        this.settings = settings;
        this.background = parts.responses().background();
        this.address = ListenAddress.resolve(settings.host());
        this.memory = BodyMemory.of(settings.limits(), settings.timeouts().memory());
        this.errorAnswers = new ConnectionErrorAnswers(house(parts), ids, parts.version());
        this.connections =
                new WatchedConnections(
                        http1(),
                        settings.timeouts(),
                        settings.limits(),
                        errorAnswers,
                        sweeper,
                        routing);
        change(settings, parts);
        servers.add(webServer(settings.port()));
        settings.ollamaPort().ifPresent(port -> servers.add(webServer(port)));
    }

    /**
     * Changes the settings and parts. Later requests are served by these, and running ones by those
     * that they began with. The addresses, the most connections and the memory for bodies stay as
     * they are.
     *
     * @throws StartRefusedException if other machines may not reach the server with these settings;
     *     nothing has changed then
     */
    public void change(ServerSettings nextSettings, ServerParts parts) {
        check(nextSettings, parts.callers());
        AtomicBoolean nextReplaced = new AtomicBoolean();
        HttpRouting next = routing(nextSettings, parts, nextReplaced);
        connections.change(nextSettings.timeouts(), nextSettings.limits());
        routing.swap(next);
        replaced.set(true);
        replaced = nextReplaced;
    }

    /** Checks the settings; throws as {@link #change} does. */
    public void check(ServerSettings next, Callers callers) {
        if (!address.isLoopbackAddress() && !callers.keysRequired() && !next.open()) {
            throw new StartRefusedException(
                    "server.host: "
                            + settings.host()
                            + " lets other machines use the server (expected: 'keys' in the config,"
                            + " or server.open: true to allow it without keys)");
        }
    }

    private static Surface house(ServerParts parts) {
        return Surface.house(parts.dialects().getFirst().errors());
    }

    private HttpRouting routing(
            ServerSettings present, ServerParts parts, AtomicBoolean isReplaced) {
        Surface house = house(parts);
        Gate gate =
                new Gate(
                        new EdgeChecks(present, parts.callers(), address.isLoopbackAddress()),
                        connections,
                        draining,
                        memory,
                        ids,
                        parts.listeners(),
                        parts.version());
        RouteTable routes = new RouteTable();
        int mostBody = present.limits().body();
        AskedModel asked = new AskedModel(parts.models(), parts.pool(), parts.exchanges()::view);
        new ClientRoutes(
                        present,
                        parts,
                        sweeper,
                        new StoredRoutes.Sockets(
                                sweeper,
                                memory,
                                recent,
                                () -> draining.begun() || isReplaced.get()))
                .addTo(routes, asked);
        new HealthRoutes(
                        house,
                        parts.models(),
                        parts.routes(),
                        parts.agents(),
                        parts.pool(),
                        draining,
                        parts.exchanges()::view)
                .addTo(routes);
        parts.pool().ifPresent(pool -> addPool(routes, house, parts, pool));
        OwnRoutes.add(routes, house, parts);
        Forwarder forwarder = new Forwarder(parts.exchanges());
        new ServerRoutes(house, parts.models(), asked, forwarder, mostBody).addTo(routes);
        this.routes = routes.all();
        List<RawRoutes> raw =
                List.of(
                        new PluginRoutes(
                                house,
                                parts.agents(),
                                parts.threads(),
                                routes.paths(),
                                parts.exchanges()::view),
                        new UpstreamRoutes(house, parts.models(), forwarder, mostBody));
        return routes.routing(gate, raw, new UnknownPaths(parts.dialects(), house)).build();
    }

    private void addPool(RouteTable routes, Surface house, ServerParts parts, Pool pool) {
        new PoolRoutes(house, pool, parts.models()).addTo(routes);
        parts.logs()
                .ifPresent(
                        logs ->
                                new LogRoutes(house, pool, parts.models(), logs, draining)
                                        .addTo(routes));
    }

    /**
     * Returns the selector of HTTP/1.1 connections. It leaves the check of the Host header to
     * {@link EdgeChecks}, since HTTP/1.0 requests need none.
     */
    @SuppressWarnings("removal")
    private Http1ConnectionSelector http1() {
        return Http1ConnectionSelector.builder()
                .config(
                        Http1Config.builder()
                                .maxHeadersSize(settings.limits().headers())
                                .validateRequestHostHeader(false)
                                .sendKeepAliveHeader(false)
                                .build())
                .build();
    }

    private WebServer webServer(int port) {
        DirectHandlers.Builder direct = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            direct.addHandler(type, errorAnswers);
        }
        return WebServer.builder()
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .bindAddress(new InetSocketAddress(address, port))
                .port(port)
                .address(address)
                .protocolsDiscoverServices(false)
                .addConnectionSelector(connections)
                // A message may be one frame.
                .addProtocol(WsConfig.builder().maxFrameLength(settings.limits().body()).build())
                .directHandlers(direct.build())
                .contentEncoding(new PackedBodies())
                // Without this option the second packet of a stream waits for the acknowledgement
                // of the first: 40 ms.
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                // The sockets of NIO need 8 KiB more for each connection, and read no more bytes at
                // once.
                .useNio(false)
                // A buffer would delay pieces of a stream.
                .writeBufferSize(0)
                .maxTcpConnections(settings.limits().connections() + RESERVE)
                // The method close ends requests that take too long.
                .shutdownGracePeriod(LONGEST_GRACE)
                .build();
    }

    /**
     * Binds the ports and begins to answer.
     *
     * @throws StartRefusedException if a port is taken, or if both ports are the same
     */
    public void start() {
        if (settings.port() != 0 && settings.ollamaPort().equals(OptionalInt.of(settings.port()))) {
            throw new StartRefusedException(
                    "server.ollamaPort: "
                            + settings.port()
                            + " is server.port already (expected: another port, or none)");
        }
        ListenAddress listen = new ListenAddress(settings.host(), address);
        listen.requireFree(settings.port(), "--port or server.port");
        settings.ollamaPort().ifPresent(port -> listen.requireFree(port, "server.ollamaPort"));
        sweeper.start();
        servers.forEach(WebServer::start);
        if (!servers.stream().allMatch(WebServer::isRunning)) {
            close();
            throw new StartRefusedException("the server could not bind its ports; see the log");
        }
    }

    /**
     * Returns the routes with fixed paths; those of plug-ins and backends' servers are not there.
     */
    public List<HttpRoute> routes() {
        return routes;
    }

    /** Returns the main port, which is useful if the settings ask for any free one. */
    public int port() {
        return servers.getFirst().port();
    }

    /** Returns all ports on which the server listens. */
    public List<Integer> ports() {
        return servers.stream().map(WebServer::port).toList();
    }

    /**
     * Stops listening and waits for running requests. They go on meanwhile; {@link #close()} then
     * ends the others. Responses in the background count as requests.
     *
     * <p>The server reports at once that it is not ready, and closes each connection after its
     * present request.
     *
     * @param delay the time for which it still listens, so that load balancers see that it is not
     *     ready
     * @param grace the longest time to wait for running requests, at most an hour
     * @return true if all requests have ended
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public boolean drain(Duration delay, Duration grace) throws InterruptedException {
        draining.begin();
        Thread.sleep(delay);
        stopListening();
        long begun = System.nanoTime();
        boolean stopped = awaitStopped(grace.plus(CANCEL_INTERVAL));
        return background.drain(grace.minusNanos(System.nanoTime() - begun)) && stopped;
    }

    /**
     * Has Helidon close the listeners and idle connections, on threads that wait for the others.
     */
    private synchronized void stopListening() {
        if (stopThreads.isEmpty()) {
            for (WebServer server : servers) {
                stopThreads.add(Thread.ofVirtual().name("http-stop").start(server::stop));
            }
        }
    }

    private boolean awaitStopped(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        for (Thread thread : stopThreads) {
            if (!thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Stops the server within little more than {@link ServerTimeouts#stop()}: running streams get
     * an error event, and connections that do not end are cut.
     */
    @Override
    public void close() {
        draining.begin();
        stopListening();
        try {
            endExchanges();
            connections.cut();
            var _ = awaitStopped(settings.timeouts().stop());
            background.stop(settings.timeouts().stop());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connections.cut();
        } finally {
            sweeper.close();
        }
    }

    /** Cancels the exchanges until all have ended, late ones included. */
    private void endExchanges() throws InterruptedException {
        long deadline = System.nanoTime() + settings.timeouts().stop().toNanos();
        do {
            connections.cancelExchanges();
        } while (!awaitStopped(CANCEL_INTERVAL) && System.nanoTime() < deadline);
    }
}
