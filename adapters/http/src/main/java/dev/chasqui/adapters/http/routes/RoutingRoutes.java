package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.QueryForm;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.agents.Plan;
import dev.chasqui.application.agents.RequestOrigin;
import dev.chasqui.application.callers.Callers;
import dev.chasqui.application.callers.KeyRights;
import dev.chasqui.application.exchange.ChatPayload;
import dev.chasqui.application.exchange.RouteView;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.policy.HeaderValues;
import dev.chasqui.application.port.ModelView;
import dev.chasqui.application.routing.BackendReport;
import dev.chasqui.application.routing.ExplainedRoute;
import dev.chasqui.application.routing.Route;
import dev.chasqui.application.routing.RouteCaller;
import dev.chasqui.application.routing.TierWish;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The routes by which administrators see the backends, and the choice among them. */
public final class RoutingRoutes {
    private static final int MOST_BODY = 1 << 20;

    /** The factor by which shares are rounded to three digits. */
    private static final double THOUSAND = 1000;

    private final Surface house;
    private final Function<byte[], ChatRequest> decoder;
    private final RouteView view;
    private final Pipelines pipelines;
    private final Callers callers;
    private final Function<Caller, ModelView> views;

    /**
     * Prepares the routes.
     *
     * @param decoder returns the chat of a body with messages
     * @param views returns the models and zones that a caller may reach
     */
    public RoutingRoutes(
            Surface house,
            Function<byte[], ChatRequest> decoder,
            RouteView view,
            Pipelines pipelines,
            Callers callers,
            Function<Caller, ModelView> views) {
        this.house = house;
        this.decoder = decoder;
        this.view = view;
        this.pipelines = pipelines;
        this.callers = callers;
        this.views = views;
    }

    /** Adds the routes to a table. */
    public void addTo(RouteTable routes) {
        routes.get("/admin/backends", Access.ADMIN, house, this::backends)
                .post("/admin/route/explain", Access.ADMIN, house, this::explain);
    }

    private void backends(Call call) {
        call.send(
                Answer.json(
                        Json.Obj.EMPTY
                                .with(
                                        "backends",
                                        new Json.Arr(
                                                view.backends().stream()
                                                        .<Json>map(BackendReport::toJson)
                                                        .toList()))
                                .with("waiting", Json.of(view.waiting()))));
    }

    private static Json rounded(double value) {
        return new Json.Num(Double.toString(Math.round(value * THOUSAND) / THOUSAND));
    }

    private void explain(Call call) {
        ChatRequest chat = chat(call.body(MOST_BODY));
        Optional<String> name =
                new QueryForm(call.request().prologue().query().rawValue()).only("caller");
        Caller caller =
                name.isEmpty()
                        ? call.caller()
                        : callers.named(name.get()).orElseThrow(() -> unknown(name.get()));
        ChatRequest planned = planned(chat, caller);
        ModelView rights = views.apply(caller);
        rights.require(planned.model());
        Seen seen =
                new Seen(
                        rights,
                        TierHeader.of(call.request().headers(), call.aliases())
                                .orElse(TierWish.STRICT),
                        caller.name(),
                        SessionHeader.of(call.request().headers()));
        Json.Obj told = told(chat.model(), routes(planned, seen));
        call.send(
                Answer.json(
                        view.keptInside(planned.model(), seen)
                                .map(why -> told.with("keptInside", Json.of(why)))
                                .orElse(told)));
    }

    private static FailureException unknown(String caller) {
        return invalid(
                "caller",
                "caller: '" + caller + "' (expected: the name of a key in the config or a user)");
    }

    /** Returns the chat of a body; one without messages asks for nothing but a model. */
    private ChatRequest chat(byte[] body) {
        if (!(JsonReader.read(body) instanceof Json.Obj asked)) {
            throw invalid("model", "no object (expected: the body of a chat request)");
        }
        if (asked.get("messages").isPresent()) {
            return decoder.apply(body);
        }
        String model =
                asked.text("model")
                        .orElseThrow(() -> invalid("model", "model: missing (expected: its name)"));
        return ChatRequest.of(model, false, Conversation.of(List.of(Message.of(Role.USER, ""))));
    }

    /**
     * Returns the chat as agents and rules leave its model; none of them runs.
     *
     * @throws FailureException if a rule refuses it
     */
    private ChatRequest planned(ChatRequest chat, Caller caller) {
        RequestOrigin origin =
                new RequestOrigin(KeyRights.of(caller), Dialect.OPENAI, HeaderValues.NONE);
        try (Plan plan = pipelines.explain(chat, origin, List.of(), Optional.empty())) {
            if (plan.refusal().isPresent()) {
                throw plan.refusal().get();
            }
            return plan.request();
        }
    }

    private List<ExplainedRoute> routes(ChatRequest chat, Seen caller) {
        return view.explain(new ChatPayload(chat, List.of()), caller).stream()
                .filter(one -> caller.rights().mayAsk(one.model()))
                .toList();
    }

    /** The part of a caller's rights that is known without a request. */
    private record Seen(ModelView rights, TierWish tier, String name, Optional<String> session)
            implements RouteCaller {
        @Override
        public boolean mayReach(Candidate candidate) {
            return rights.mayReach(candidate.backend().zone());
        }

        @Override
        public boolean prefersRestricted() {
            return false;
        }
    }

    private static Json.Obj told(String model, List<ExplainedRoute> routes) {
        List<Json> kept = new ArrayList<>();
        List<Json> dropped = new ArrayList<>();
        for (ExplainedRoute one : routes) {
            one.route().kept().forEach(each -> kept.add(kept(one.model(), each)));
            one.route().dropped().forEach(each -> dropped.add(dropped(each)));
        }
        return Json.Obj.EMPTY
                .with("model", Json.of(model))
                .with("kept", new Json.Arr(kept))
                .with("dropped", new Json.Arr(dropped));
    }

    private static Json.Obj kept(String model, Route.Kept kept) {
        return Json.Obj.EMPTY
                .with("backend", Json.of(kept.candidate().backend().name()))
                .with("model", Json.of(model))
                .with("score", rounded(kept.score()))
                .with("reasons", new Json.Arr(kept.told().stream().<Json>map(Json::of).toList()));
    }

    private static Json.Obj dropped(Route.Dropped dropped) {
        return Json.Obj.EMPTY
                .with("backend", Json.of(dropped.candidate().backend().name()))
                .with("reason", Json.of(dropped.reason().text()));
    }

    private static FailureException invalid(String field, String message) {
        return new FailureException(new Failure.Invalid(field, message));
    }
}
