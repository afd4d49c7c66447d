package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.ClientCountCodec;
import dev.chasqui.adapters.dialects.ClientDecisionCodec;
import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.dialects.ClientEmbeddingCodec;
import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.dialects.ClientResponseCodec;
import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.adapters.http.edge.HttpRoute;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.library.Library;

import io.helidon.http.Method;

import java.util.OptionalLong;
import java.util.function.Function;

/** The routes of one dialect. */
public final class DialectRoutes {
    private final ClientDialect dialect;
    private final Function<ClientPath.Chat, ? extends BodyEndpoint> chats;
    private final DialectExchanges exchanges;
    private final Function<ClientPath.Relay, ? extends BodyEndpoint> relays;
    private final Library library;
    private final int mostBody;

    /**
     * Prepares the routes.
     *
     * @param chats makes the handler of a path for chats
     * @param exchanges begins the exchanges of the other paths
     * @param relays makes the handler of a path for requests that are relayed
     * @param library carries out changes of models
     * @param mostBody the most bytes of a request's body
     */
    public DialectRoutes(
            ClientDialect dialect,
            Function<ClientPath.Chat, ? extends BodyEndpoint> chats,
            DialectExchanges exchanges,
            Function<ClientPath.Relay, ? extends BodyEndpoint> relays,
            Library library,
            int mostBody) {
        this.dialect = dialect;
        this.chats = chats;
        this.exchanges = exchanges;
        this.relays = relays;
        this.library = library;
        this.mostBody = mostBody;
    }

    /** Adds the routes to a table. */
    public void addTo(RouteTable routes) {
        Surface surface = Surface.of(dialect);
        for (ClientPath path : dialect.paths()) {
            switch (path) {
                case ClientPath.Chat chat ->
                        routes.post(chat.path(), Access.USER, surface, chats.apply(chat));
                case ClientPath.Respond(String at, ClientResponseCodec codec) ->
                        routes.post(
                                at,
                                Access.USER,
                                surface,
                                chats.apply(new ClientPath.Chat(at, codec)));
                // The server mounts these itself: they keep answers for longer than a request.
                case ClientPath.Deferrable _ -> {}
                case ClientPath.Embed(String at, ClientEmbeddingCodec codec) ->
                        routes.post(
                                at,
                                Access.USER,
                                surface,
                                new EmbedEndpoint(codec, exchanges, mostBody));
                case ClientPath.Count(String at, ClientCountCodec codec) ->
                        routes.post(
                                at,
                                Access.USER,
                                surface,
                                new CountEndpoint(codec, exchanges, mostBody));
                case ClientPath.Decide(String at, ClientDecisionCodec codec) ->
                        routes.post(
                                at,
                                Access.USER,
                                surface,
                                new DecisionEndpoint(codec, exchanges, mostBody));
                case ClientPath.Relay relay when relay.takesForms() ->
                        routes.postOfAnySize(
                                relay.path(), Access.USER, surface, relays.apply(relay));
                case ClientPath.Relay relay ->
                        routes.post(relay.path(), Access.USER, surface, relays.apply(relay));
                case ClientPath.CommandedRelay commanded ->
                        routes.post(commanded.path(), Access.USER, surface, endpoint(commanded));
                case ClientPath.Lookup lookup -> add(routes, lookup, surface);
                case ClientPath.Change change ->
                        routes.add(
                                new HttpRoute(
                                        Method.create(change.method()),
                                        change.path(),
                                        Access.ADMIN,
                                        surface,
                                        true,
                                        change.ofAnySize()
                                                ? OptionalLong.of(Long.MAX_VALUE)
                                                : OptionalLong.empty(),
                                        new ChangeEndpoint(
                                                change,
                                                exchanges,
                                                library,
                                                dialect.errors(),
                                                mostBody)));
            }
        }
    }

    private Endpoint endpoint(ClientPath.CommandedRelay path) {
        return new CommandedRelayEndpoint(
                path,
                exchanges,
                relays.apply(path.relay()),
                chats.apply(new ClientPath.Chat(path.path(), path.codec())),
                mostBody);
    }

    private void add(RouteTable routes, ClientPath.Lookup lookup, Surface surface) {
        Endpoint endpoint =
                call -> {
                    LookupQuestion question = new LookupQuestion(call, exchanges, mostBody);
                    call.send(Answer.json(lookup.finder().find(question)));
                };
        switch (lookup.method()) {
            case GET -> routes.get(lookup.path(), Access.USER, surface, endpoint);
            case POST -> routes.post(lookup.path(), Access.USER, surface, endpoint);
        }
    }
}
