package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.pool.ModelState;
import dev.chasqui.application.pool.Pool;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The routes by which administrators read and change the state of the pool. */
public final class PoolRoutes {
    private static final int MOST_BODY = 64 * 1024;

    private final Surface surface;
    private final Pool pool;
    private final Models models;

    /**
     * Prepares the routes.
     *
     * @param models resolves aliases of models
     */
    public PoolRoutes(Surface surface, Pool pool, Models models) {
        this.surface = surface;
        this.pool = pool;
        this.models = models;
    }

    /** Adds the routes to a table. */
    public void addTo(RouteTable routes) {
        routes.get("/admin/pool", Access.ADMIN, surface, this::list)
                .post("/admin/pool/load", Access.ADMIN, surface, changing(this::load))
                .post(
                        "/admin/pool/unload",
                        Access.ADMIN,
                        surface,
                        changing((call, model) -> unload(model)))
                .post(
                        "/admin/pool/pin",
                        Access.ADMIN,
                        surface,
                        changing((call, model) -> pool.pin(model, true)))
                .post(
                        "/admin/pool/unpin",
                        Access.ADMIN,
                        surface,
                        changing((call, model) -> pool.pin(model, false)));
    }

    private void list(Call call) {
        call.send(Answer.json(Json.Obj.EMPTY.with("models", entries(pool.states()))));
    }

    /** Returns the models of a pool with their state. */
    static Json.Arr entries(List<ModelState> states) {
        return new Json.Arr(states.stream().<Json>map(PoolRoutes::entry).toList());
    }

    private static Json.Obj entry(ModelState state) {
        return Json.Obj.EMPTY.with("name", Json.of(state.model().name())).withAll(state.shown());
    }

    /**
     * Returns a handler that changes the model that the body names, and answers with its new state.
     */
    private Endpoint changing(BiConsumer<Call, String> change) {
        return call -> {
            String model = models.resolve(model(call.body(MOST_BODY)));
            change.accept(call, model);
            call.send(Answer.json(entry(pool.state(model))));
        };
    }

    /** Waits until the model is loaded, or until the client leaves. */
    private void load(Call call, String model) {
        Cancellation cancellation = new Cancellation();
        try (var _ = call.watch().whenClientLeaves(cancellation::cancel)) {
            pool.lease(model, call.caller().name(), cancellation, _ -> {}).close();
        }
    }

    private void unload(String model) {
        pool.state(model).requireUnpinned();
        pool.unload(model);
    }

    private static String model(byte[] body) {
        return (JsonReader.read(body) instanceof Json.Obj object
                        ? object.text("model")
                        : Optional.<String>empty())
                .orElseThrow(
                        () ->
                                new FailureException(
                                        new Failure.Invalid(
                                                "model",
                                                "model is missing (expected: {\"model\":"
                                                        + " \"NAME\"})")));
    }
}
