package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.adapters.http.edge.HttpRoute;
import dev.chasqui.adapters.http.edge.RawRoutes;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.models.Models;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The routes under {@code /upstream/MODEL/}, which forward every path to the server of a model.
 * They are for administrators, except for paths that only compute. Bodies are not held in memory,
 * so they may have any length. Safe for use by several threads.
 */
public final class UpstreamRoutes implements RawRoutes {
    private static final String ANY = UpstreamPath.PREFIX + "{model}/*";

    private final Surface surface;
    private final Models models;
    private final Forwarder forwarder;

    /** Prepares the routes. */
    public UpstreamRoutes(Surface surface, Models models, Forwarder forwarder) {
        this.surface = surface;
        this.models = models;
        this.forwarder = forwarder;
    }

    @Override
    public boolean takes(String raw) {
        return raw.startsWith(UpstreamPath.PREFIX);
    }

    @Override
    public HttpRoute find(ServerRequest request) {
        Method method = request.prologue().method();
        Optional<UpstreamPath> path;
        try {
            path = UpstreamPath.of(request.prologue().uriPath().rawPath(), models::contains);
        } catch (FailureException e) {
            return unknown(
                    call -> {
                        throw e;
                    });
        }
        return path.map(found -> forwarding(method, found))
                .orElseGet(() -> unknown(call -> call.send(RouteTable.notFound(surface, call))));
    }

    private HttpRoute forwarding(Method method, UpstreamPath path) {
        boolean forUsers = ServerPaths.isForUsers(method.text(), path.rest());
        return new HttpRoute(
                method,
                forUsers ? UpstreamPath.PREFIX + "{model}" + path.rest() : ANY,
                forUsers ? Access.USER : Access.ADMIN,
                surface,
                true,
                OptionalLong.of(Long.MAX_VALUE),
                call ->
                        forwarder.forward(
                                call,
                                models.find(path.model()).getFirst(),
                                path.model(),
                                path.rest(),
                                call.flowingBody()));
    }

    private HttpRoute unknown(Endpoint endpoint) {
        return new HttpRoute(Method.GET, RouteTable.UNKNOWN, Access.USER, surface, true, endpoint);
    }
}
