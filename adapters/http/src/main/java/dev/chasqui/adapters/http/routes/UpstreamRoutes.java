package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.adapters.http.edge.RawRoutes;
import dev.chasqui.adapters.http.edge.Route;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;

import java.util.Optional;

/**
 * Whatever the server of a model answers, under {@code /upstream/MODEL/}: for administrators, but
 * for what only computes. Safe for use by several threads.
 */
public final class UpstreamRoutes implements RawRoutes {
    private static final String ANY = UpstreamPath.PREFIX + "{model}/*";

    private final Surface surface;
    private final Models models;
    private final Forwarder forwarder;
    private final int mostBody;

    public UpstreamRoutes(Surface surface, Models models, Forwarder forwarder, int mostBody) {
        this.surface = surface;
        this.models = models;
        this.forwarder = forwarder;
        this.mostBody = mostBody;
    }

    @Override
    public boolean takes(String raw) {
        return raw.startsWith(UpstreamPath.PREFIX);
    }

    @Override
    public Route find(ServerRequest request) {
        Method method = request.prologue().method();
        Optional<UpstreamPath> path;
        try {
            path = UpstreamPath.of(request.prologue().uriPath().rawPath(), models::knows);
        } catch (FailureException e) {
            return unknown(
                    call -> {
                        throw e;
                    });
        }
        return path.map(found -> forwarding(method, found))
                .orElseGet(() -> unknown(call -> call.send(RouteTable.notFound(surface, call))));
    }

    private Route forwarding(Method method, UpstreamPath path) {
        boolean forUsers = ServerPaths.isForUsers(method.text(), path.rest());
        return new Route(
                method,
                forUsers ? UpstreamPath.PREFIX + "{model}" + path.rest() : ANY,
                forUsers ? Access.USER : Access.ADMIN,
                surface,
                true,
                call ->
                        forwarder.forward(
                                call,
                                models.find(path.model()).getFirst(),
                                path.rest(),
                                RequestContent.of(call.body(mostBody))));
    }

    private Route unknown(Endpoint endpoint) {
        return new Route(Method.GET, RouteTable.UNKNOWN, Access.USER, surface, true, endpoint);
    }
}
