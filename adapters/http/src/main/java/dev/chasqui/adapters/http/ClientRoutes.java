package dev.chasqui.adapters.http;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.http.connection.DeadlineSweeper;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.ServerSettings;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.adapters.http.routes.AskedModel;
import dev.chasqui.adapters.http.routes.ByBodyEndpoint;
import dev.chasqui.adapters.http.routes.ChatEndpoint;
import dev.chasqui.adapters.http.routes.DialectExchanges;
import dev.chasqui.adapters.http.routes.DialectRoutes;
import dev.chasqui.adapters.http.routes.RelayEndpoint;
import dev.chasqui.adapters.http.routes.deferred.DeferredRoutes;

import java.util.List;
import java.util.stream.Stream;

/** The routes of the dialects that clients speak. */
final class ClientRoutes {
    private final ServerSettings settings;
    private final ServerParts parts;
    private final DeadlineSweeper sweeper;
    private final StoredRoutes.Sockets sockets;

    /** Prepares the routes of one configuration. */
    ClientRoutes(
            ServerSettings settings,
            ServerParts parts,
            DeadlineSweeper sweeper,
            StoredRoutes.Sockets sockets) {
        this.settings = settings;
        this.parts = parts;
        this.sweeper = sweeper;
        this.sockets = sockets;
    }

    /**
     * Adds the routes to a table.
     *
     * @param asked finds the models of requests that are relayed
     */
    void addTo(RouteTable routes, AskedModel asked) {
        int mostBody = settings.limits().body();
        var relays = new RelayEndpoint.Parts(asked, mostBody);
        for (ClientDialect dialect : parts.dialects()) {
            DialectExchanges exchanges = exchanges(dialect);
            new DialectRoutes(
                            dialect,
                            path ->
                                    StoredRoutes.keeping(
                                            chat(path, exchanges),
                                            dialect,
                                            parts,
                                            claims(path, dialect)),
                            exchanges,
                            path -> new RelayEndpoint(path, exchanges, relays),
                            parts.library(),
                            mostBody)
                    .addTo(routes);
            StoredRoutes.add(routes, dialect, parts, exchanges, settings, sockets);
            for (ClientPath path : dialect.paths()) {
                if (path instanceof ClientPath.Deferrable later) {
                    ChatEndpoint atOnce = chat(later.chat(), exchanges);
                    new DeferredRoutes(later, atOnce, Surface.of(dialect), parts.deferred())
                            .addTo(routes);
                }
            }
        }
    }

    private DialectExchanges exchanges(ClientDialect dialect) {
        return new DialectExchanges(
                parts.exchanges(),
                dialect.dialect(),
                settings.showLoading(),
                settings.mayShorten());
    }

    private ChatEndpoint chat(ClientPath.Chat path, DialectExchanges exchanges) {
        return new ChatEndpoint(
                path.codec(),
                exchanges,
                sweeper,
                settings.timeouts(),
                settings.limits().body(),
                parts.listeners(),
                parts.sessions());
    }

    /** Returns the other dialects with chats at the same path, which know them by the bodies. */
    private List<ByBodyEndpoint.Claim> claims(ClientPath.Chat path, ClientDialect but) {
        return parts.dialects().stream()
                .filter(other -> !other.dialect().equals(but.dialect()))
                .flatMap(other -> claims(path, other, exchanges(other)))
                .toList();
    }

    private Stream<ByBodyEndpoint.Claim> claims(
            ClientPath.Chat path, ClientDialect other, DialectExchanges exchanges) {
        return other.paths().stream()
                .filter(ClientPath.Chat.class::isInstance)
                .map(ClientPath.Chat.class::cast)
                .filter(chat -> chat.path().equals(path.path()))
                .map(
                        chat ->
                                new ByBodyEndpoint.Claim(
                                        other::claims, Surface.of(other), chat(chat, exchanges)));
    }
}
