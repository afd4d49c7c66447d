package dev.chasqui.adapters.http;

import dev.chasqui.adapters.dialects.ClientCodec;
import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.http.callers.CallerRoutes;
import dev.chasqui.adapters.http.callers.UserDataRoutes;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.adapters.http.routes.ExplainRoute;
import dev.chasqui.adapters.http.routes.HouseRoutes;
import dev.chasqui.adapters.http.routes.ReloadRoute;
import dev.chasqui.adapters.http.routes.RoutingRoutes;
import dev.chasqui.adapters.http.routes.ledger.FleetRoute;
import dev.chasqui.adapters.http.routes.moves.ModelMoveRoutes;
import dev.chasqui.adapters.http.routes.registry.InfoRoute;
import dev.chasqui.adapters.http.routes.registry.RegistryRoutes;
import dev.chasqui.adapters.http.routes.registry.ServerList;
import dev.chasqui.adapters.http.routes.sessions.MemoryRoutes;
import dev.chasqui.adapters.http.routes.sessions.SessionRoutes;
import dev.chasqui.application.callers.CallerAdmin;
import dev.chasqui.application.moves.ModelMoves;
import dev.chasqui.application.personal.UserAccounts;
import dev.chasqui.domain.chat.ChatRequest;

import java.time.InstantSource;
import java.util.List;

/** The server's own routes, which no dialect and no pool brings. */
final class OwnRoutes {
    /** The path of the chats that a choice is explained for. */
    private static final String CHATS = "/v1/chat/completions";

    private OwnRoutes() {}

    /** Adds the routes to a table. */
    static void add(RouteTable routes, Surface house, ServerParts parts) {
        new HouseRoutes(
                        house,
                        parts.dialects(),
                        parts.agents(),
                        parts.metrics(),
                        parts.books(),
                        parts.callers().directory(),
                        parts.exchanges()::view)
                .addTo(routes);
        new ExplainRoute(house, parts.exchanges(), parts.callers(), parts.models()).addTo(routes);
        new RoutingRoutes(
                        house,
                        body -> chat(parts.dialects(), body),
                        parts.routes(),
                        parts.exchanges().pipelines(),
                        parts.callers(),
                        parts.exchanges()::view)
                .addTo(routes);
        new RegistryRoutes(
                        house, parts.registry(), new ServerList(parts.registry(), parts.routes()))
                .addTo(routes);
        new ModelMoveRoutes(
                        house,
                        new ModelMoves(
                                parts.models(),
                                parts.routes().moved(),
                                parts.pool(),
                                parts.books().audit(),
                                InstantSource.system()))
                .addTo(routes);
        new InfoRoute(house, parts.models(), parts.exchanges()::view).addTo(routes);
        new FleetRoute(
                        house,
                        parts.books().ledger(),
                        parts.routes(),
                        parts.models(),
                        parts.pool(),
                        InstantSource.system())
                .addTo(routes);
        new SessionRoutes(house, parts.sessions(), parts.books().audit(), InstantSource.system())
                .addTo(routes);
        new MemoryRoutes(house, parts.sessions(), parts.books().audit(), InstantSource.system())
                .addTo(routes);
        UserAccounts accounts =
                new UserAccounts(
                        new CallerAdmin(parts.callers()),
                        parts.books().personal(),
                        parts.books().audit(),
                        InstantSource.system());
        new CallerRoutes(house, parts.callers(), accounts).addTo(routes);
        new UserDataRoutes(house, accounts).addTo(routes);
        new ReloadRoute(house, parts.reloading(), parts.books()).addTo(routes);
    }

    private static ChatRequest chat(List<ClientDialect> dialects, byte[] body) {
        for (ClientDialect dialect : dialects) {
            for (ClientPath path : dialect.paths()) {
                if (path instanceof ClientPath.Chat(String at, ClientCodec codec)
                        && at.equals(CHATS)
                        && codec.decode(body) instanceof Incoming.Chat chat) {
                    return chat.request();
                }
            }
        }
        throw new IllegalStateException("no dialect has chats at " + CHATS);
    }
}
