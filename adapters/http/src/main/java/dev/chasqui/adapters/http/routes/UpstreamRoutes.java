package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.request.NamedModel;
import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.adapters.http.edge.HttpRoute;
import dev.chasqui.adapters.http.edge.RawRoutes;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelName;

import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The routes under {@code /upstream/MODEL/}, which forward every path to the server of a model.
 * They are for administrators, except for paths that only compute. The JSON body of such a path is
 * read, since it must not name another model than the path, by which rules and agents of the config
 * are chosen. Other bodies are not held in memory, so they may have any length. Safe for use by
 * several threads.
 */
public final class UpstreamRoutes implements RawRoutes {
    private static final String ANY = UpstreamPath.PREFIX + "{model}/*";

    private final Surface surface;
    private final Models models;
    private final Forwarder forwarder;
    private final int mostBody;

    /**
     * Prepares the routes.
     *
     * @param mostBody the most bytes of a body that is read
     */
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
                forUsers ? OptionalLong.empty() : OptionalLong.of(Long.MAX_VALUE),
                call -> {
                    Candidate to = forwarder.shown(call, models).find(path.model()).getFirst();
                    forwarder.forward(
                            call,
                            to,
                            path.model(),
                            path.rest(),
                            forUsers ? readBody(call, path, to) : call.flowingBody());
                });
    }

    /**
     * Returns the body of a path that all callers may use, for the model of the path.
     *
     * @throws FailureException with {@code Invalid} if it names another model
     */
    private RequestContent readBody(Call call, UpstreamPath path, Candidate to) {
        byte[] body = call.body(mostBody);
        Optional<NamedModel> named = NamedModel.in(body);
        String id = to.model().id();
        named.map(NamedModel::name)
                .filter(name -> !ModelName.same(name, path.model()) && !ModelName.same(name, id))
                .ifPresent(
                        other -> {
                            throw new FailureException(
                                    new Failure.Invalid(
                                            "model",
                                            "model: '"
                                                    + Quoting.shorten(other)
                                                    + "' (expected: '"
                                                    + path.model()
                                                    + "', the model of the path, or none)"));
                        });
        return RequestContent.of(named.map(model -> model.renamed(id)).orElse(body));
    }

    private HttpRoute unknown(Endpoint endpoint) {
        return new HttpRoute(Method.GET, RouteTable.UNKNOWN, Access.USER, surface, true, endpoint);
    }
}
