package dev.chasqui.application.routing;

import dev.chasqui.application.budgets.EstimatedCost;
import dev.chasqui.application.budgets.PriceTable;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.application.routing.Route.Kept;
import dev.chasqui.application.routing.Route.Part;
import dev.chasqui.application.routing.moved.MovedModels;
import dev.chasqui.application.routing.sharing.SharedCounts;
import dev.chasqui.application.routing.zones.HeldSessions;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.model.Zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The choice of backends by the rules of one configuration. Safe for use by several threads. */
public final class Routing {
    private final RoutingRules rules;
    private final Standings standings;
    private final RouteQueue queue;
    private final Hedging hedging;
    private final Supplier<PriceTable> prices;
    private final boolean hasTiers;

    /** Makes a choice of backends whose models have no prices. */
    public Routing(RoutingRules rules, Standings standings) {
        this(rules, standings, () -> PriceTable.FREE);
    }

    /**
     * @param standings what is known of the backends
     * @param prices returns the present prices of models
     */
    public Routing(RoutingRules rules, Standings standings, Supplier<PriceTable> prices) {
        this.rules = rules;
        this.standings = standings;
        queue = new RouteQueue(rules, standings);
        hedging = new Hedging(rules, standings);
        this.prices = prices;
        hasTiers = rules.hasTiers();
    }

    /** Makes a choice of a config that says nothing, and that nothing is known to yet. */
    public static Routing plain() {
        return new Routing(RoutingRules.NONE, new Standings());
    }

    /**
     * Chooses the backends for a request.
     *
     * @param model the model name that is asked for
     * @param candidates the backends that have it, at least one, in the order of the config
     * @param demand what the request asks of a backend
     */
    public Route route(
            String model, List<Candidate> candidates, Demand demand, RouteCaller caller) {
        if (isPlain(candidates, demand) && !isPaused(candidates.getFirst())) {
            return Route.only(candidates.getFirst());
        }
        List<ModelTerm> terms = terms(model, candidates);
        return route(
                new ModelTerms(terms, terms.getLast().load().nextTurn()),
                candidates,
                demand,
                caller);
    }

    /**
     * Chooses once more for the same request, since other requests have taken the places of the
     * route that it had.
     *
     * @param before the route that it had
     */
    public Route routeAgain(
            Route before,
            String model,
            List<Candidate> candidates,
            Demand demand,
            RouteCaller caller) {
        return route(
                new ModelTerms(terms(model, candidates), before.terms().turn()),
                candidates,
                demand,
                caller);
    }

    /** Returns true if the only backend gets the request, whatever its health is. */
    private boolean isPlain(List<Candidate> candidates, Demand demand) {
        return candidates.size() == 1
                && rules.isPlain()
                && !demand.tier().isAsked()
                && !isDrained(candidates.getFirst().backend());
    }

    /** Returns the models that administrators have moved between backends. */
    public MovedModels moved() {
        return standings.moved();
    }

    /** Returns true for a backend that an administrator has drained. */
    public boolean isDrained(Backend backend) {
        return standings.isDrained(backend);
    }

    private boolean isPaused(Candidate candidate) {
        long now = standings.now();
        return standings.of(candidate.backend(), now).pausedNanos(now) > 0;
    }

    /** Chooses as {@link #route} does for the next request, and changes nothing. */
    public Route explain(
            String model, List<Candidate> candidates, Demand demand, RouteCaller caller) {
        if (isPlain(candidates, demand)) {
            return Route.only(candidates.getFirst());
        }
        List<ModelTerm> terms = terms(model, candidates);
        return route(
                new ModelTerms(terms, terms.getLast().load().turn()), candidates, demand, caller);
    }

    /** Returns the terms of the name that was asked for, if it has any, and of the model itself. */
    private List<ModelTerm> terms(String model, List<Candidate> candidates) {
        String own = ModelName.withTag(candidates.getFirst().model().id());
        ModelLoad load = standings.ofModel(own);
        ModelRules models = rules.models();
        if (models.isEmpty()) {
            return List.of(new ModelTerm(model, ModelRule.NONE, load));
        }
        if (own.equals(ModelName.withTag(model))) {
            return List.of(new ModelTerm(models.named(model), models.of(own), load));
        }
        ModelTerm ofModel =
                new ModelTerm(models.named(ModelName.withoutLatest(own)), models.of(own), load);
        ModelRule asked = models.of(model);
        return asked.equals(ModelRule.NONE)
                ? List.of(ofModel)
                : List.of(
                        new ModelTerm(
                                models.named(model),
                                asked,
                                standings.ofModel(ModelName.withTag(model))),
                        ofModel);
    }

    /** Returns true if a backend has a tier. */
    public boolean hasTiers() {
        return hasTiers;
    }

    /**
     * Returns the tier that a request has by its model, so that no backend of a lower one stands in
     * unasked: the lowest of the backends that are first by the rules alone.
     */
    public LeastTier usualTier(
            String model, List<Candidate> candidates, Needs needs, RouteCaller caller) {
        RouteQuestion question =
                question(
                        new ModelTerms(terms(model, candidates), 0),
                        candidates,
                        new Demand(needs, LeastTier.NONE, () -> TokenEstimate.NONE),
                        caller);
        OptionalInt tier = Router.tier(question, options(question, candidates, caller));
        return tier.isPresent() ? new LeastTier(tier.getAsInt(), false) : LeastTier.NONE;
    }

    private Route route(
            ModelTerms terms, List<Candidate> candidates, Demand demand, RouteCaller caller) {
        RouteQuestion question = question(terms, candidates, demand, caller);
        return Router.route(question, options(question, candidates, caller));
    }

    private RouteQuestion question(
            ModelTerms terms, List<Candidate> candidates, Demand demand, RouteCaller caller) {
        return new RouteQuestion(
                terms,
                demand,
                terms.strategy().orElse(rules.strategy()),
                candidates.size() > 1 && caller.prefersRestricted(),
                rules.health(),
                familiarity(terms, candidates, demand),
                standings.now());
    }

    /** Returns what backends may have read of a request, if that counts for its model. */
    private Familiarity familiarity(ModelTerms terms, List<Candidate> candidates, Demand demand) {
        Strategy strategy = terms.strategy().orElse(rules.strategy());
        boolean counts =
                terms.affinity()
                                .or(rules.conversations()::affinity)
                                .orElse(strategy == Strategy.SMART)
                        && strategy != Strategy.PRIORITY;
        return counts && candidates.size() > 1
                ? Familiarity.of(
                        demand.marks(), candidates.getFirst().model().id(), standings.warm())
                : Familiarity.NONE;
    }

    private List<RouteOption> options(
            RouteQuestion question, List<Candidate> candidates, RouteCaller caller) {
        List<RouteOption> options = new ArrayList<>(candidates.size());
        Optional<TokenEstimate> estimate =
                question.strategy() == Strategy.CHEAPEST
                        ? Optional.of(estimate(question.demand()))
                        : Optional.empty();
        for (Candidate one : candidates) {
            Backend backend = one.backend();
            options.add(
                    new RouteOption(
                            one,
                            standings.facts(backend, rules.backend(backend.name()), question.now()),
                            estimate.flatMap(used -> rankedCost(one, used)),
                            caller.mayReach(one),
                            standings.moved().target(one)));
        }
        return options;
    }

    /** Returns the rules. */
    public RoutingRules rules() {
        return rules;
    }

    /** Returns the queue of the requests that find no place, in the eyes of these rules. */
    public RouteQueue queue() {
        return queue;
    }

    /** Returns the counts of equal requests that share an answer. */
    public SharedCounts shared() {
        return standings.shared();
    }

    /** Returns the choice of the requests of which a second backend is asked. */
    public Hedging hedging() {
        return hedging;
    }

    /**
     * Begins a call of a backend; empty if it has become full, or another request tries it, since
     * the choice.
     *
     * @param kept a backend of the route
     */
    public Optional<BackendCall> begin(Route route, Kept kept) {
        Backend backend = kept.candidate().backend();
        boolean probe = kept.part() == Part.PROBE;
        long now = standings.now();
        Standing standing = standings.of(backend, now);
        if (!route.terms().enter()) {
            return Optional.empty();
        }
        if (!standing.enter(rules.backend(backend.name()), probe, now)) {
            route.terms().leave();
            return Optional.empty();
        }
        return Optional.of(
                new BackendCall(
                        standings,
                        standing,
                        rules.health(),
                        route.terms(),
                        standings.stuck().call(backend, kept.candidate().knownAs()),
                        probe,
                        route.conversation(),
                        now));
    }

    /**
     * Returns the cost of a request by its estimate; empty if the model has no price, or the
     * request cannot be read.
     */
    public Optional<EstimatedCost> cost(Candidate candidate, Supplier<TokenEstimate> estimate) {
        try {
            return prices.get().cost(candidate.backend().name(), candidate.model().id(), estimate);
        } catch (FailureException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the cost by which backends are ranked. A backend of this network that has no price
     * costs nothing.
     */
    private Optional<EstimatedCost> rankedCost(Candidate candidate, TokenEstimate estimate) {
        return cost(candidate, () -> estimate)
                .or(
                        () ->
                                candidate.backend().zone() == Zone.RESTRICTED
                                        ? Optional.of(
                                                new EstimatedCost(
                                                        Money.ZERO, prices.get().currency()))
                                        : Optional.empty());
    }

    /** Returns the estimate of a request; that of none if it cannot be read. */
    private static TokenEstimate estimate(Demand demand) {
        try {
            return demand.estimate().get();
        } catch (FailureException e) {
            return TokenEstimate.NONE;
        }
    }

    /**
     * Returns the reason why the config keeps the requests to a model in this network; empty if it
     * does not.
     *
     * @param resolve returns the name by which backends know a model, which may have the rule
     */
    public Optional<String> keepsInside(String model, UnaryOperator<String> resolve) {
        return rules.models().isEmpty()
                ? Optional.empty()
                : rules.models()
                        .insideBy(model)
                        .or(() -> rules.models().insideBy(resolve.apply(model)));
    }

    /** Returns the sessions whose requests stay in this network. */
    public HeldSessions held() {
        return standings.held();
    }

    /** Begins a request; until it is closed it counts as one that is under way. */
    public RequestUnderWay begin() {
        return new RequestUnderWay(standings.retries());
    }

    /**
     * Counts one more try of a request after a failure and returns true, if it may be made. A try
     * is free where the failure cost no backend any work.
     */
    public boolean beginRetry(Failure failure) {
        return !WastedWork.isIn(failure) || standings.retries().begin();
    }

    /** Ends a try that {@link #beginRetry} has let begin after the same failure. */
    public void endRetry(Failure failure) {
        if (WastedWork.isIn(failure)) {
            standings.retries().end();
        }
    }

    /**
     * Returns the models that answer if no backend of this one does, in order: each fallback, and
     * then its own.
     *
     * @param resolve returns the name by which backends know a model, which may have the rule
     */
    public List<String> fallbacks(String model, UnaryOperator<String> resolve) {
        return rules.models().fallbacks(model, resolve);
    }

    /** Returns true if a backend gets requests now: it is not drained, and has not failed. */
    public boolean isWell(Backend backend) {
        return standings.facts(backend, rules.backend(backend.name()), standings.now()).isWell();
    }

    /** Returns the present states of backends, in their order. */
    public List<BackendReport> reports(List<Backend> backends) {
        long now = standings.now();
        return backends.stream()
                .map(
                        one ->
                                BackendReport.of(
                                        one,
                                        standings.facts(one, rules.backend(one.name()), now),
                                        rules.health(),
                                        standings.stuck().freed(one),
                                        now))
                .toList();
    }
}
