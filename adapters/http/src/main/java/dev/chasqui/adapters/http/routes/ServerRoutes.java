package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.request.NamedModel;
import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.pool.ModelState;
import dev.chasqui.application.pool.Pool;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.similarity.SimilarNames;

import java.util.List;
import java.util.Optional;

/**
 * The routes for paths of llama-server without a prefix. The body or the query names the model;
 * without a name it is the only model of the pool.
 */
public final class ServerRoutes {
    private final Surface surface;
    private final Models models;
    private final Optional<Pool> pool;
    private final Forwarder forwarder;
    private final int mostBody;

    /** Prepares the routes. */
    public ServerRoutes(
            Surface surface,
            Models models,
            Optional<Pool> pool,
            Forwarder forwarder,
            int mostBody) {
        this.surface = surface;
        this.models = models;
        this.pool = pool;
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
        String name =
                inBody.map(NamedModel::name)
                        .or(() -> inQuery(call))
                        .or(this::onlyOne)
                        .orElseThrow(this::unnamed);
        Candidate to = models.find(name).getFirst();
        String id = to.model().id();
        forwarder.forward(
                call,
                to,
                path,
                RequestContent.of(
                        inBody.filter(named -> !ModelName.same(named.name(), id))
                                .map(named -> named.renamed(id))
                                .orElse(body)));
    }

    private static Optional<String> inQuery(Call call) {
        return new QueryForm(call.request().prologue().query().rawValue())
                .only("model")
                .filter(name -> !name.isBlank());
    }

    private Optional<String> onlyOne() {
        List<ModelState> states =
                pool.map(Pool::states).orElse(List.of()).stream()
                        .filter(state -> !state.removed())
                        .toList();
        return states.size() == 1
                ? Optional.of(states.getFirst().model().name())
                : Optional.empty();
    }

    private FailureException unnamed() {
        return new FailureException(
                new Failure.Invalid(
                        "model",
                        "model is missing (expected: in the body or the query, one of "
                                + SimilarNames.list("", models.names())
                                + ")"));
    }
}
