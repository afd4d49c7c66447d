package dev.chasqui.application.exchange;

import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.TokenAbility;
import dev.chasqui.application.routing.BackendReport;
import dev.chasqui.application.routing.ExplainedRoute;
import dev.chasqui.application.routing.Route;
import dev.chasqui.application.routing.RouteCaller;
import dev.chasqui.application.routing.Routing;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ExchangeAnswer;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/**
 * The last step of the spine: it finds the backends that have the model and sends the request to
 * the first one that answers, see {@link Sending}. Safe for use by several threads.
 */
public final class Dispatch {
    private final Models models;
    private final Routing routing;
    private final OpenCalls calls;

    /** Makes a dispatch of a config that says nothing of the choice of backends. */
    public Dispatch(Models models, OpenCalls calls) {
        this(models, Routing.plain(), calls);
    }

    /**
     * @param routing chooses among the backends that have the model
     */
    public Dispatch(Models models, Routing routing, OpenCalls calls) {
        this.models = models;
        this.routing = routing;
        this.calls = calls;
    }

    /**
     * Sends a request; returns when its answer has begun.
     *
     * @throws FailureException if no backend answers
     */
    <A extends ExchangeAnswer<A>> A send(Payload<A> payload, Exchange exchange, Journal journal) {
        return new Sending<A>(models, routing, calls, exchange, journal, payload.model())
                .send(payload);
    }

    /** See {@link dev.chasqui.domain.agent.Chain#zone}. */
    Zone zone(String model) {
        return having(model).stream()
                        .flatMap(List::stream)
                        .anyMatch(candidate -> candidate.backend().zone() == Zone.OPEN)
                ? Zone.OPEN
                : Zone.RESTRICTED;
    }

    /** See {@link dev.chasqui.domain.agent.Chain#identity}. */
    String identity(String model) {
        return ModelIdentity.of(having(model));
    }

    /**
     * Returns the backends that have the model, and those of each model that may answer in its
     * place. Only the model itself makes unknown lists be requested: its fallbacks are rarely
     * asked, so no request waits for their sake.
     */
    private List<List<Candidate>> having(String model) {
        List<String> fallbacks = routing.fallbacks(model, models::resolve);
        if (fallbacks.isEmpty()) {
            return List.of(models.find(model));
        }
        List<List<Candidate>> having = new ArrayList<>();
        having.add(models.contains(model) ? models.find(model) : List.of());
        for (String fallback : fallbacks) {
            having.add(models.contains(fallback) ? models.find(fallback) : List.of());
        }
        return having.stream().allMatch(List::isEmpty) ? List.of(models.find(model)) : having;
    }

    /** See {@link dev.chasqui.domain.agent.Chain#contextLength}. */
    OptionalInt contextLength(String model, Journal journal) {
        return asked(model, journal, (tokens, id) -> tokens.contextLength(id));
    }

    /** See {@link dev.chasqui.domain.agent.Chain#countTokens}. */
    OptionalInt countTokens(String model, String text, Journal journal, Cancellation cancellation) {
        return asked(model, journal, (tokens, id) -> tokens.countTokens(id, text, cancellation));
    }

    /**
     * Asks the backend that a request would be sent to first; empty if it fails, or if the caller
     * may ask none now.
     */
    private OptionalInt asked(
            String model, Journal journal, BiFunction<TokenAbility, String, OptionalInt> question) {
        List<Candidate> having = models.find(model);
        try {
            return routing
                    .explain(model, having, JournalCaller.of(journal, model))
                    .kept()
                    .stream()
                    .findFirst()
                    .map(Route.Kept::candidate)
                    .flatMap(
                            first ->
                                    first.backend()
                                            .ability(TokenAbility.class)
                                            .map(
                                                    tokens ->
                                                            question.apply(
                                                                    tokens, first.model().id())))
                    .orElseGet(OptionalInt::empty);
        } catch (FailureException e) {
            return OptionalInt.empty();
        }
    }

    /**
     * Returns the routes that a request would take: that of its model, and those of the models that
     * may stand in. Nothing is sent, and nothing changes.
     *
     * @throws FailureException as {@link Payload#route} does, if no model stands in
     */
    public List<ExplainedRoute> explain(Payload<?> payload, RouteCaller caller) {
        List<String> fallbacks = routing.fallbacks(payload.model(), models::resolve);
        List<ExplainedRoute> routes = new ArrayList<>();
        try {
            routes.add(explained(payload, caller));
        } catch (FailureException e) {
            if (fallbacks.isEmpty()) {
                throw e;
            }
        }
        for (String model : fallbacks) {
            try {
                routes.add(explained(payload.withModel(model), caller));
            } catch (FailureException e) {
                // No backend has this one; the next may stand in.
            }
        }
        return List.copyOf(routes);
    }

    private ExplainedRoute explained(Payload<?> payload, RouteCaller caller) {
        return new ExplainedRoute(
                payload.model(), routing.explain(payload.model(), payload.route(models), caller));
    }

    /** Returns the present states of all backends. */
    public List<BackendReport> backends() {
        return routing.reports(models.backends());
    }
}
