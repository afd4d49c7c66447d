package dev.chasqui.adapters.http.routes.registry;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.models.ShownModels;
import dev.chasqui.application.port.ModelView;
import dev.chasqui.application.port.registry.ServerKind;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.json.Json;

import java.util.Set;
import java.util.function.Function;

/** The route by which a caller learns which models it may ask, by the kinds of requests. */
public final class InfoRoute {
    private final Surface house;
    private final Models models;
    private final Function<Caller, ModelView> views;

    /**
     * Prepares the route.
     *
     * @param views returns the models that a caller may ask
     */
    public InfoRoute(Surface house, Models models, Function<Caller, ModelView> views) {
        this.house = house;
        this.models = models;
        this.views = views;
    }

    /** Adds the route to a table. */
    public void addTo(RouteTable routes) {
        routes.get("/v1/info", Access.USER, house, this::info);
    }

    private void info(Call call) {
        ModelView view = views.apply(call.caller());
        ByKind byKind = new ByKind();
        for (Candidate model : new ShownModels(models, view).all()) {
            for (ServerKind kind : kinds(model)) {
                if (kind.answers().stream().anyMatch(view.kinds()::contains)) {
                    byKind.add(kind, Json.of(model.model().id()));
                }
            }
        }
        call.send(Answer.json(Json.Obj.EMPTY.with("models", byKind.toJson())));
    }

    /** Returns the kinds of a model; one of which nothing is known is asked for chats. */
    private static Set<ServerKind> kinds(Candidate model) {
        return model.kinds().isEmpty()
                ? Set.of(ServerKind.CHAT)
                : ServerKind.answering(model.kinds());
    }
}
