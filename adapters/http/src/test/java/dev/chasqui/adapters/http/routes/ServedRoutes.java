package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.adapters.http.connection.BodyMemory;
import dev.chasqui.adapters.http.connection.DeadlineSweeper;
import dev.chasqui.adapters.http.connection.ServerLimits;
import dev.chasqui.adapters.http.connection.ServerTimeouts;
import dev.chasqui.adapters.http.connection.SwappedRouting;
import dev.chasqui.adapters.http.connection.WatchedConnections;
import dev.chasqui.adapters.http.edge.BareAnswers;
import dev.chasqui.adapters.http.edge.Draining;
import dev.chasqui.adapters.http.edge.EdgeChecks;
import dev.chasqui.adapters.http.edge.Gate;
import dev.chasqui.adapters.http.edge.RequestIds;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.ServerSettings;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.adapters.http.edge.UnknownPaths;
import dev.chasqui.application.callers.Callers;
import dev.chasqui.application.callers.Key;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;

import java.util.List;
import java.util.function.BiConsumer;

/** A server on a free port that has some routes alone, behind the gate that all of them have. */
final class ServedRoutes implements AutoCloseable {
    private static final String VERSION = "0.0-test";

    private final DeadlineSweeper sweeper = new DeadlineSweeper();
    private final WebServer server;

    private ServedRoutes(
            ErrorStyle errors, List<Key> keys, BiConsumer<Surface, RouteTable> routes) {
        Surface house = Surface.house(errors);
        RequestIds ids = new RequestIds();
        SwappedRouting routing = new SwappedRouting();
        WatchedConnections connections =
                new WatchedConnections(
                        Http1ConnectionSelector.builder().config(Http1Config.create()).build(),
                        ServerTimeouts.DEFAULT,
                        ServerLimits.DEFAULT,
                        new BareAnswers(house, ids, VERSION),
                        sweeper,
                        routing);
        Gate gate =
                new Gate(
                        new EdgeChecks(
                                ServerSettings.onPort(0, "test-instance"), new Callers(keys), true),
                        connections,
                        new Draining(),
                        BodyMemory.of(ServerLimits.DEFAULT, ServerTimeouts.DEFAULT.memory()),
                        ids,
                        List.of(),
                        VERSION);
        RouteTable table = new RouteTable();
        routes.accept(house, table);
        routing.swap(table.routing(gate, List.of(), new UnknownPaths(List.of(), house)).build());
        sweeper.start();
        server =
                WebServer.builder()
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .host("127.0.0.1")
                        .port(0)
                        .protocolsDiscoverServices(false)
                        .addConnectionSelector(connections)
                        .build()
                        .start();
    }

    /**
     * Starts one.
     *
     * @param errors the form in which failures are told
     * @param routes adds the routes to a table
     */
    static ServedRoutes start(
            ErrorStyle errors, List<Key> keys, BiConsumer<Surface, RouteTable> routes) {
        return new ServedRoutes(errors, keys, routes);
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
        sweeper.close();
    }
}
