package dev.chasqui.application.routing;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.routing.Route.Kept;
import dev.chasqui.application.routing.Route.Part;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.NoBackend;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/** The choice of backends by the rules of one configuration. Safe for use by several threads. */
public final class Routing {
    private final RoutingRules rules;
    private final Standings standings;
    private final ToDoubleFunction<String> prices;

    /**
     * @param prices returns the price of a model by its backend's name, for comparison alone
     */
    public Routing(RoutingRules rules, Standings standings, ToDoubleFunction<String> prices) {
        this.rules = rules;
        this.standings = standings;
        this.prices = prices;
    }

    /** Makes a choice of a config that says nothing, and that nothing is known to yet. */
    public static Routing plain() {
        return new Routing(RoutingRules.NONE, new Standings(), _ -> 0);
    }

    /**
     * Chooses the backends for a request.
     *
     * @param model the model name that is asked for
     * @param candidates the backends that have it, at least one, in the order of the config
     */
    public Route route(String model, List<Candidate> candidates, RouteCaller caller) {
        if (candidates.size() == 1 && rules.isPlain()) {
            return Route.only(candidates.getFirst());
        }
        ModelLoad load = load(candidates);
        return route(
                question(model, candidates, caller, load, load.nextTurn()), candidates, caller);
    }

    /** Chooses as {@link #route} does for the next request, and changes nothing. */
    public Route explain(String model, List<Candidate> candidates, RouteCaller caller) {
        if (candidates.size() == 1 && rules.isPlain()) {
            return Route.only(candidates.getFirst());
        }
        ModelLoad load = load(candidates);
        return route(question(model, candidates, caller, load, load.turn()), candidates, caller);
    }

    private ModelLoad load(List<Candidate> candidates) {
        return standings.ofModel(candidates.getFirst().model().id());
    }

    private RouteQuestion question(
            String model,
            List<Candidate> candidates,
            RouteCaller caller,
            ModelLoad load,
            long turn) {
        ModelRule rule = rule(model, candidates);
        return new RouteQuestion(
                model,
                rule,
                rule.strategy().orElse(rules.strategy()),
                load.open(),
                candidates.size() > 1 && caller.prefersRestricted(),
                turn,
                rules.health(),
                standings.now());
    }

    /** Returns the rule of the name that was asked for, or else of the backends' name. */
    private ModelRule rule(String model, List<Candidate> candidates) {
        ModelRule asked = rules.model(model);
        return asked.equals(ModelRule.NONE)
                ? rules.model(candidates.getFirst().model().id())
                : asked;
    }

    private Route route(RouteQuestion question, List<Candidate> candidates, RouteCaller caller) {
        List<RouteOption> options = new ArrayList<>(candidates.size());
        for (Candidate one : candidates) {
            Backend backend = one.backend();
            options.add(
                    new RouteOption(
                            one,
                            standings
                                    .of(backend, question.now())
                                    .facts(backend, rules.backend(backend.name()), question.now()),
                            question.strategy().weighsPrices()
                                    ? prices.applyAsDouble(one.model().id())
                                    : 0,
                            caller.mayReach(one)));
        }
        return Router.route(question, options);
    }

    /**
     * Begins a call of a backend; empty if it has become full, or another request tries it, since
     * the choice.
     */
    public Optional<BackendCall> begin(String model, Kept kept) {
        Candidate to = kept.candidate();
        boolean probe = kept.part() == Part.PROBE;
        long now = standings.now();
        Standing standing = standings.of(to.backend(), now);
        ModelRule rule = rule(model, List.of(to));
        ModelLoad load = null;
        if (rule.maxConcurrency().isPresent()) {
            load = standings.ofModel(to.model().id());
            if (!load.enter(rule)) {
                return Optional.empty();
            }
        }
        if (!standing.enter(rules.backend(to.backend().name()), probe, now)) {
            if (load != null) {
                load.leave();
            }
            return Optional.empty();
        }
        return Optional.of(new BackendCall(standings, standing, rules.health(), load, probe, now));
    }

    /**
     * Counts one more try of a request after a failure and returns true, if it may be made. A try
     * is free where the failure cost no backend any work.
     *
     * @param open the open calls of all requests
     */
    public boolean beginRetry(Failure failure, int open) {
        return !isCostly(failure) || standings.retries().begin(open);
    }

    /** Ends a try that {@link #beginRetry} has let begin after the same failure. */
    public void endRetry(Failure failure) {
        if (isCostly(failure)) {
            standings.retries().end();
        }
    }

    private static boolean isCostly(Failure failure) {
        return switch (failure) {
            case Failure.BackendFailed _, Failure.BackendBroke _, Failure.BackendTimeout _ -> true;
            case Failure.BackendRefused refused -> refused.retryAfter().isPresent();
            default -> false;
        };
    }

    /**
     * Returns the models that answer if no backend of this one does, in order: each fallback, and
     * then its own.
     *
     * @param resolve returns the name by which backends know a model, which may have the rule
     */
    public List<String> fallbacks(String model, UnaryOperator<String> resolve) {
        if (rules.models().isEmpty()) {
            return List.of();
        }
        Set<String> seen = new HashSet<>(Set.of(RoutingRules.key(model)));
        List<String> all = new ArrayList<>();
        Deque<String> waiting = new ArrayDeque<>(own(model, resolve));
        while (!waiting.isEmpty()) {
            String next = waiting.pop();
            if (seen.add(RoutingRules.key(next))) {
                all.add(next);
                own(next, resolve).reversed().forEach(waiting::push);
            }
        }
        return List.copyOf(all);
    }

    private List<String> own(String model, UnaryOperator<String> resolve) {
        List<String> asked = rules.model(model).fallbacks();
        return asked.isEmpty() ? rules.model(resolve.apply(model)).fallbacks() : asked;
    }

    /** Returns the present states of backends, in their order. */
    public List<BackendReport> reports(List<Backend> backends) {
        long now = standings.now();
        return backends.stream()
                .map(one -> standings.of(one, now).facts(one, rules.backend(one.name()), now))
                .map(facts -> BackendReport.of(facts, rules.health(), now))
                .toList();
    }

    /**
     * Returns the failure of a request that no backend of a route may get. It names no backend that
     * the caller may not reach.
     */
    public static NoBackend noBackend(String model, Route route, RouteCaller caller) {
        List<NoBackend.Dropped> dropped = new ArrayList<>();
        for (Kept one : route.kept()) {
            add(one.candidate(), DropReason.Taken.INSTANCE, caller, dropped);
        }
        for (Route.Dropped one : route.dropped()) {
            add(one.candidate(), one.reason(), caller, dropped);
        }
        return new NoBackend(
                model,
                dropped,
                route.kept().isEmpty() ? route.frees() : DropReason.Taken.INSTANCE.frees());
    }

    private static void add(
            Candidate candidate,
            DropReason reason,
            RouteCaller caller,
            List<NoBackend.Dropped> dropped) {
        if (caller.mayReach(candidate)) {
            dropped.add(new NoBackend.Dropped(candidate.backend().name(), reason.brief()));
        }
    }
}
