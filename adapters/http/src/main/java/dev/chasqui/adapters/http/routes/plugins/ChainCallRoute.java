package dev.chasqui.adapters.http.routes.plugins;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.HttpRoute;
import dev.chasqui.adapters.http.edge.PathPattern;
import dev.chasqui.adapters.http.edge.RequestPath;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.exchange.AgentThreads;
import dev.chasqui.application.port.ModelView;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.application.port.agents.ChainCalls;
import dev.chasqui.domain.route.WebRoute;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The route by which agents outside of this process ask the rest of their exchange's pipeline. It
 * needs no key of a caller: the secret of the exchange takes its place.
 *
 * <p>Safe for use by several threads.
 */
final class ChainCallRoute {
    private static final PathPattern PATTERN = PathPattern.of(ChainCalls.PATH);
    private static final String BEARER = "Bearer ";

    private final Surface house;
    private final Agents agents;
    private final AgentThreads threads;

    ChainCallRoute(Surface house, Agents agents, AgentThreads threads) {
        this.house = house;
        this.agents = agents;
        this.threads = threads;
    }

    /**
     * Returns the route for a path; empty if it is another path, or if there are no such agents.
     */
    Optional<HttpRoute> find(RequestPath path, Method method) {
        Optional<ChainCalls> calls = agents.chainCalls();
        Optional<Map<String, String>> segments = PATTERN.match(path);
        if (calls.isEmpty() || segments.isEmpty()) {
            return Optional.empty();
        }
        boolean post = method.equals(Method.POST);
        return Optional.of(
                new HttpRoute(
                        Method.POST,
                        ChainCalls.PATH,
                        Access.PUBLIC,
                        house,
                        true,
                        OptionalLong.of(ChainCalls.MOST_BODY),
                        post
                                ? call -> answer(call, calls.get(), path, segments.get())
                                : call -> call.send(RouteTable.notAllowed(house, call, "POST"))));
    }

    private void answer(
            Call call, ChainCalls calls, RequestPath path, Map<String, String> segments) {
        Optional<String> token =
                call.request()
                        .headers()
                        .first(HeaderNames.AUTHORIZATION)
                        .filter(value -> value.startsWith(BEARER))
                        .map(value -> value.substring(BEARER.length()).strip());
        WebRoute route =
                new WebRoute(
                        WebRoute.Method.POST,
                        ChainCalls.PATH,
                        ChainCalls.MOST_BODY,
                        asked -> calls.answer(asked.segment("id"), token, asked));
        new PluginRoute(route, path, segments).serve(call, ModelView.ALL, threads);
    }
}
