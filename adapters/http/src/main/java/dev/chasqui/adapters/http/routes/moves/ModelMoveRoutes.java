package dev.chasqui.adapters.http.routes.moves;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Endpoint;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.moves.ModelMoves;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

/**
 * The routes by which administrators load, unload and move models on backends of their choice. A
 * client that leaves ends the wait for a load.
 */
public final class ModelMoveRoutes {
    private static final int MOST_BODY = 64 * 1024;
    private static final String MODEL = "model";
    private static final String BACKEND = "backend";
    private static final String FROM = "from";
    private static final String TO = "to";

    private final Surface house;
    private final ModelMoves moves;

    /** Prepares the routes. */
    public ModelMoveRoutes(Surface house, ModelMoves moves) {
        this.house = house;
        this.moves = moves;
    }

    /** Adds the routes to a table. */
    public void addTo(RouteTable routes) {
        routes.post("/admin/models/load", Access.ADMIN, house, changing(this::load))
                .post("/admin/models/unload", Access.ADMIN, house, changing(this::unload))
                .post("/admin/models/migrate", Access.ADMIN, house, changing(this::migrate));
    }

    /** A change that the body of a request asks for; it returns the answer. */
    private interface Change {
        Json.Obj make(Call call, Json.Obj body, Cancellation cancellation);
    }

    private static Endpoint changing(Change change) {
        return call -> {
            if (!(JsonReader.read(call.body(MOST_BODY)) instanceof Json.Obj body)) {
                throw new FailureException(
                        new Failure.Invalid(
                                "body", "the body is no object (expected: {\"model\": ...})"));
            }
            Cancellation cancellation = new Cancellation();
            try (var _ = call.watch().whenClientLeaves(cancellation::cancel)) {
                call.send(Answer.json(change.make(call, body, cancellation)));
            }
        };
    }

    private Json.Obj load(Call call, Json.Obj body, Cancellation cancellation) {
        String backend = text(body, BACKEND);
        String model = moves.load(call.caller(), text(body, MODEL), backend, cancellation);
        return told(model, "loaded").with(BACKEND, Json.of(backend));
    }

    private Json.Obj unload(Call call, Json.Obj body, Cancellation cancellation) {
        String backend = text(body, BACKEND);
        String model = moves.unload(call.caller(), text(body, MODEL), backend, cancellation);
        return told(model, "unloading").with(BACKEND, Json.of(backend));
    }

    private Json.Obj migrate(Call call, Json.Obj body, Cancellation cancellation) {
        String from = text(body, FROM);
        String to = text(body, TO);
        String model = moves.migrate(call.caller(), text(body, MODEL), from, to, cancellation);
        return told(model, "moved").with(FROM, Json.of(from)).with(TO, Json.of(to));
    }

    private static Json.Obj told(String model, String state) {
        return Json.Obj.EMPTY.with(MODEL, Json.of(model)).with("state", Json.of(state));
    }

    private static String text(Json.Obj body, String member) {
        return body.text(member)
                .filter(text -> !text.isBlank())
                .orElseThrow(
                        () ->
                                new FailureException(
                                        new Failure.Invalid(
                                                member,
                                                member + ": missing (expected: its name)")));
    }
}
