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

/** What administrators ask of the pool, and make it do. */
public final class PoolRoutes {
    private static final int MOST_BODY = 64 * 1024;

    private final Surface surface;
    private final Pool pool;
    private final Models models;

    /**
     * @param models knows what aliases stand for
     */
    public PoolRoutes(Surface surface, Pool pool, Models models) {
        this.surface = surface;
        this.pool = pool;
        this.models = models;
    }

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

    /** All models of a pool and what they are doing. */
    static Json.Arr entries(List<ModelState> states) {
        return new Json.Arr(states.stream().<Json>map(PoolRoutes::entry).toList());
    }

    private static Json.Obj entry(ModelState state) {
        return Json.Obj.EMPTY.with("name", Json.of(state.model().name())).withAll(state.shown());
    }

    /** A route that does something with the model that its body names, and tells how it is then. */
    private Endpoint changing(BiConsumer<Call, String> change) {
        return call -> {
            String model = models.resolve(model(call.body(MOST_BODY)));
            change.accept(call, model);
            call.send(Answer.json(entry(pool.state(model))));
        };
    }

    /** Waits until it is loaded, or until whoever asked leaves. */
    private void load(Call call, String model) {
        Cancellation cancellation = new Cancellation();
        try (var _ = call.watch().whenClientLeaves(cancellation::cancel)) {
            pool.lease(model, call.caller().name(), cancellation, _ -> {}).close();
        }
    }

    private void unload(String model) {
        ModelState state = pool.state(model);
        if (state.pinned()) {
            throw new FailureException(
                    new Failure.Invalid(
                            "model",
                            "model: '"
                                    + state.model().name()
                                    + "' is pinned (expected: one that is not; /admin/pool/unpin"
                                    + " lets it go)"));
        }
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
