package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.edge.Access;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Draining;
import dev.chasqui.adapters.http.edge.Gate;
import dev.chasqui.adapters.http.edge.RouteTable;
import dev.chasqui.adapters.http.edge.Surface;
import dev.chasqui.application.exchange.RouteView;
import dev.chasqui.application.models.BackendState;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.pool.ModelState;
import dev.chasqui.application.pool.Pool;
import dev.chasqui.application.port.ModelView;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.json.Json;

import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The routes that report the state of the server: {@code /health} for people, and the probes for
 * supervisors and load balancers.
 */
public final class HealthRoutes {
    private static final int UNAVAILABLE = 503;

    private final Surface surface;
    private final Models models;
    private final RouteView routing;
    private final Agents agents;
    private final Optional<Pool> pool;
    private final Function<Caller, ModelView> views;
    private final List<HealthCheck> checks;

    /** Prepares the routes. */
    public HealthRoutes(
            Surface surface,
            Models models,
            RouteView routing,
            Agents agents,
            Optional<Pool> pool,
            Draining draining,
            Function<Caller, ModelView> views) {
        this.surface = surface;
        this.models = models;
        this.routing = routing;
        this.agents = agents;
        this.pool = pool;
        this.views = views;
        this.checks = List.of(new RunningCheck(), new BackendsCheck(models), draining);
    }

    /** Adds the routes to a table. */
    public void addTo(RouteTable routes) {
        routes.getUntold("/health", Access.USER, surface, this::all)
                .getUntold(
                        Gate.LIVE,
                        Access.PUBLIC,
                        surface,
                        call -> probe(call, HealthCheckType.LIVENESS))
                .getUntold(
                        Gate.READY,
                        Access.PUBLIC,
                        surface,
                        call -> probe(call, HealthCheckType.READINESS));
    }

    private void all(Call call) {
        List<BackendState> states = models.states();
        Map<String, Health> plugins = plugins();
        ModelView view = views.apply(call.caller());
        Optional<List<ModelState>> loaded =
                pool.map(Pool::states)
                        .map(
                                all ->
                                        all.stream()
                                                .filter(one -> view.mayAsk(one.model().name()))
                                                .toList());
        List<Json> reasons = reasons(states, plugins, loaded.orElse(List.of()));
        reasons.addAll(avoided(states));
        Json.Obj body =
                Json.Obj.EMPTY.with("status", Json.of(reasons.isEmpty() ? "ok" : "degraded"));
        if (!reasons.isEmpty()) {
            body = body.with("reasons", new Json.Arr(reasons));
        }
        body =
                body.with("backends", new Json.Arr(entries(states)))
                        .with("plugins", new Json.Arr(entries(plugins)));
        if (loaded.isPresent()) {
            body = body.with("pool", PoolRoutes.entries(loaded.get()));
        }
        call.send(Answer.json(body));
    }

    /** Returns the problems of backends, plug-ins and models, one sentence each. */
    private static List<Json> reasons(
            List<BackendState> states, Map<String, Health> plugins, List<ModelState> loaded) {
        List<Json> reasons = new ArrayList<>();
        for (BackendState state : states) {
            state.failure()
                    .ifPresent(
                            failure ->
                                    reasons.add(
                                            Json.of(
                                                    "backend "
                                                            + state.name()
                                                            + " is down: "
                                                            + failure.message())));
        }
        plugins.forEach(
                (name, health) -> {
                    if (!health.up()) {
                        String why =
                                health.details()
                                        .text(Health.REASON)
                                        .map(reason -> ": " + reason)
                                        .orElse("");
                        reasons.add(Json.of("plug-in " + name + " is down" + why));
                    }
                });
        for (ModelState model : loaded) {
            model.lastFailure()
                    .ifPresent(
                            why ->
                                    reasons.add(
                                            Json.of(
                                                    "model "
                                                            + model.model().name()
                                                            + " could not be loaded: "
                                                            + why)));
        }
        return reasons;
    }

    /** Returns a sentence about each backend that lists its models, but gets few requests. */
    private List<Json> avoided(List<BackendState> states) {
        Set<String> up =
                states.stream()
                        .filter(BackendState::up)
                        .map(BackendState::name)
                        .collect(Collectors.toSet());
        return routing.backends().stream()
                .filter(one -> one.isAvoided() && up.contains(one.name()))
                .<Json>map(
                        one ->
                                Json.of(
                                        "backend "
                                                + one.name()
                                                + " gets few requests now, since its calls or its"
                                                + " checks have failed"))
                .toList();
    }

    private Map<String, Health> plugins() {
        try (AgentGeneration now = agents.enter()) {
            return now.health();
        }
    }

    private static List<Json> entries(Map<String, Health> plugins) {
        List<Json> entries = new ArrayList<>();
        plugins.forEach((name, health) -> entries.add(entry(name, health)));
        return entries;
    }

    private static Json.Obj entry(String name, Health health) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("name", Json.of(name));
        members.put("state", Json.of(health.up() ? "up" : "down"));
        health.details().members().forEach(members::putIfAbsent);
        return new Json.Obj(members);
    }

    private static List<Json> entries(List<BackendState> states) {
        return states.stream().<Json>map(HealthRoutes::entry).toList();
    }

    private static Json.Obj entry(BackendState state) {
        Json.Obj entry =
                Json.Obj.EMPTY
                        .with("name", Json.of(state.name()))
                        .with("state", Json.of(state.up() ? "up" : "down"))
                        .with("models", Json.of(state.models()))
                        .with("zone", Json.of(state.zone().name().toLowerCase(Locale.ROOT)));
        return state.failure()
                .map(Failure::message)
                .map(reason -> entry.with("reason", Json.of(reason)))
                .orElse(entry);
    }

    private void probe(Call call, HealthCheckType type) {
        boolean up = true;
        List<Json> entries = new ArrayList<>();
        for (HealthCheck check : checks) {
            if (check.type() == type) {
                HealthCheckResponse.Status status = check.call().status();
                up &= status == HealthCheckResponse.Status.UP;
                entries.add(
                        Json.Obj.EMPTY
                                .with("name", Json.of(check.name()))
                                .with("state", Json.of(status.name().toLowerCase(Locale.ROOT))));
            }
        }
        Json.Obj body =
                Json.Obj.EMPTY
                        .with("status", Json.of(up ? "up" : "down"))
                        .with("checks", new Json.Arr(entries));
        call.send(Answer.json(body).withStatus(up ? 200 : UNAVAILABLE));
    }
}
