package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.request.NamedModel;
import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.RequestContent;

import java.util.Optional;

/**
 * The routes for paths of llama-server without a prefix. The body or the query names the model;
 * without a name it is the only model of the pool.
 */
public final class ServerRoutes {
    private final Surface surface;
    private final Models models;
    private final AskedModel asked;
    private final Forwarder forwarder;
    private final int mostBody;

    /** Prepares the routes. */
    public ServerRoutes(
            Surface surface, Models models, AskedModel asked, Forwarder forwarder, int mostBody) {
        this.surface = surface;
        this.models = models;
        this.asked = asked;
        this.forwarder = forwarder;
        this.mostBody = mostBody;
    }

    /** Adds the routes to a table. */
    public void addTo(RouteTable routes) {
        for (String path : ServerPaths.COMPUTING) {
            routes.post(path, Access.USER, surface, call -> forward(call, path));
        }
        String props = ServerPaths.PROPS;
        routes.get(props, Access.USER, surface, call -> forward(call, props));
        for (String path : ServerPaths.SHOWING) {
            routes.get(path, Access.ADMIN, surface, call -> forward(call, path));
        }
    }

    private void forward(Call call, String path) {
        byte[] body = call.body(mostBody);
        Optional<NamedModel> inBody = NamedModel.in(body);
        String name = asked.name(call, inBody.map(NamedModel::name));
        Candidate to = forwarder.shown(call, models).find(name).getFirst();
        String id = to.model().id();
        forwarder.forward(
                call,
                to,
                name,
                path,
                RequestContent.of(inBody.map(named -> named.renamed(id)).orElse(body)));
    }
}
