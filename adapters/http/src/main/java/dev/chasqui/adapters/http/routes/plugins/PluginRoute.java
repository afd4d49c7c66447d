package dev.chasqui.adapters.http.routes.plugins;

import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.adapters.http.edge.PathPattern;
import dev.chasqui.adapters.http.edge.RequestPath;
import dev.chasqui.adapters.http.routes.PulledAnswer;
import dev.chasqui.application.exchange.AgentThreads;
import dev.chasqui.application.port.ModelView;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Pull;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.domain.route.WebRoute;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A route of a plug-in that matches the path of a request.
 *
 * @param path the path of the request
 * @param segments the values of the segments in braces by name
 */
record PluginRoute(WebRoute route, RequestPath path, Map<String, String> segments) {
    /** Returns the route with its values; empty if the path does not match. */
    static Optional<PluginRoute> match(WebRoute route, RequestPath path) {
        return PathPattern.of(route.path())
                .match(path)
                .map(segments -> new PluginRoute(route, path, segments));
    }

    /** Returns the equal route in a list, with the same values; empty if there is none. */
    Optional<PluginRoute> in(List<WebRoute> routes) {
        return routes.stream()
                .filter(
                        other ->
                                other.method() == route.method()
                                        && other.path().equals(route.path()))
                .findFirst()
                .map(other -> new PluginRoute(other, path, segments));
    }

    String method() {
        return route.method().name();
    }

    String pattern() {
        return route.path();
    }

    /**
     * Returns the handler that answers a call by the route. The plug-in's code runs on the
     * connection's own thread, under the watch of {@code threads}, also while the body of its
     * answer is pulled.
     */
    Endpoint on(AgentThreads threads, Function<Caller, ModelView> views) {
        return call -> {
            requireAgent(call);
            ModelView view = views.apply(call.caller());
            requireCollection(view);
            serve(call, view, threads);
        };
    }

    /** Answers a call whose right to the route was checked, as {@link #on} does. */
    void serve(Call call, ModelView view, AgentThreads threads) {
        Cancellation cancellation = new Cancellation();
        try (var _ = call.watch().whenClientLeaves(cancellation::cancel)) {
            RouteReply reply = threads.watch(() -> ask(call, view, cancellation));
            write(call, reply, threads);
        }
    }

    private RouteReply ask(Call call, ModelView view, Cancellation cancellation) {
        return route.handler()
                .handle(
                        new PluginCall(
                                call,
                                view,
                                segments,
                                call.openBody(route.mostBody()),
                                !route.boundsMemory(),
                                cancellation));
    }

    private static void write(Call call, RouteReply reply, AgentThreads threads) {
        switch (reply.body()) {
            case RouteReply.JsonBody(Json json) ->
                    call.send(
                            new Answer(
                                    reply.status(), Answer.JSON, json.toBytes(), reply.headers()));
            case RouteReply.BytesBody(byte[] bytes) ->
                    call.send(PulledAnswer.whole(reply.status(), reply.headers(), bytes));
            case RouteReply.StreamBody(Pull<byte[]> pieces) -> {
                try (pieces) {
                    threads.watch(
                            () -> {
                                new PulledAnswer(reply.status(), reply.headers(), pieces)
                                        .write(call);
                                return true;
                            });
                }
            }
        }
    }

    /**
     * Checks that the caller may use the collection of documents in a path such as {@code
     * /agents/NAME/collections/COLLECTION}.
     */
    private void requireCollection(ModelView view) {
        List<String> parts = path.segments();
        boolean about =
                parts.getFirst().equals("agents")
                        && parts.size() > 2
                        && parts.get(2).equals("collections");
        if (about
                && !view.mayUseCollection(
                        parts.size() > 3 ? Optional.of(parts.get(3)) : Optional.empty())) {
            throw new FailureException(
                    new Failure.Forbidden("your key may not use this collection of documents"));
        }
    }

    /** Checks that the caller may use the agent whose name is in the path. */
    private void requireAgent(Call call) {
        String agent = path.segments().get(1);
        if (path.segments().getFirst().equals("agents") && !call.caller().mayUse(agent)) {
            throw new FailureException(
                    new Failure.Forbidden("your key may not use the agent '" + agent + "'"));
        }
    }
}
