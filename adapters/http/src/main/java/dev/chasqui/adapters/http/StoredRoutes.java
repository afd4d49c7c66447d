package dev.chasqui.adapters.http;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.dialects.ClientResponseCodec;
import dev.chasqui.adapters.http.connection.BodyMemory;
import dev.chasqui.adapters.http.connection.DeadlineSweeper;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.ServerSettings;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.adapters.http.routes.BodyEndpoint;
import dev.chasqui.adapters.http.routes.ByBodyEndpoint;
import dev.chasqui.adapters.http.routes.ChatEndpoint;
import dev.chasqui.adapters.http.routes.DialectExchanges;
import dev.chasqui.adapters.http.routes.responses.BackgroundStart;
import dev.chasqui.adapters.http.routes.responses.CompactRoute;
import dev.chasqui.adapters.http.routes.responses.ConversationRoutes;
import dev.chasqui.adapters.http.routes.responses.InputTokensRoute;
import dev.chasqui.adapters.http.routes.responses.RecentResponses;
import dev.chasqui.adapters.http.routes.responses.ResponseEndpoint;
import dev.chasqui.adapters.http.routes.responses.ResponseParts;
import dev.chasqui.adapters.http.routes.responses.ResponseRoutes;
import dev.chasqui.adapters.http.routes.responses.SocketParts;
import dev.chasqui.adapters.http.routes.responses.SocketRoute;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The routes of dialects whose answers are kept: a codec of responses among its paths shows one.
 */
final class StoredRoutes {
    /**
     * The parts of the server that WebSockets need.
     *
     * @param sweeper ends those whose time is over
     * @param memory the bound on the memory of their messages
     * @param recent the bound on what they remember
     * @param over returns true when they have to end
     */
    record Sockets(
            DeadlineSweeper sweeper,
            BodyMemory memory,
            RecentResponses recent,
            BooleanSupplier over) {}

    private StoredRoutes() {}

    /**
     * Returns the handler of chats that also keeps them if its codec is one of responses.
     *
     * @param claims the dialects that share its path, and know their requests by the bodies
     */
    static BodyEndpoint keeping(
            ChatEndpoint chats,
            ClientDialect dialect,
            ServerParts parts,
            List<ByBodyEndpoint.Claim> claims) {
        if (!(chats.codec() instanceof ClientResponseCodec codec)) {
            return chats;
        }
        ResponseEndpoint responses =
                new ResponseEndpoint(
                        chats,
                        codec,
                        parts.responses(),
                        new BackgroundStart(
                                chats.exchanges(),
                                parts.responses(),
                                parts.listeners(),
                                dialect.errors(),
                                chats.timeouts().keepAlive()));
        return claims.isEmpty()
                ? responses
                : new ByBodyEndpoint(claims, responses, chats.mostBody());
    }

    /** Adds the routes of what a dialect keeps; none if it keeps nothing. */
    static void add(
            RouteTable routes,
            ClientDialect dialect,
            ServerParts parts,
            DialectExchanges exchanges,
            ServerSettings settings,
            Sockets sockets) {
        Optional<ClientResponseCodec> codec =
                dialect.paths().stream()
                        .filter(ClientPath.Respond.class::isInstance)
                        .map(path -> ((ClientPath.Respond) path).codec())
                        .findFirst();
        if (codec.isEmpty()) {
            return;
        }
        int mostBody = settings.limits().body();
        Surface surface = Surface.of(dialect);
        ResponseParts of =
                new ResponseParts(surface, codec.get(), exchanges, parts.responses(), mostBody);
        // A route of a fixed path comes before those whose ids would match it.
        new CompactRoute(of).addTo(routes);
        new InputTokensRoute(of).addTo(routes);
        new ResponseRoutes(surface, parts.responses(), settings.timeouts().keepAlive())
                .addTo(routes);
        new ConversationRoutes(surface, parts.responses(), codec.get(), mostBody).addTo(routes);
        SocketParts ofSockets =
                new SocketParts(
                        codec.get(),
                        exchanges,
                        parts.responses(),
                        dialect.errors(),
                        parts.listeners(),
                        mostBody,
                        settings.timeouts(),
                        sockets.recent());
        new SocketRoute(surface, ofSockets, sockets.sweeper(), sockets.memory(), sockets.over())
                .addTo(routes);
    }
}
