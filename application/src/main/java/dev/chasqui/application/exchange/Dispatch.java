package dev.chasqui.application.exchange;

import dev.chasqui.application.departure.Leaving;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.exchange.resuming.ResumedReply;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.TokenAbility;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.application.routing.Demand;
import dev.chasqui.application.routing.Hedging;
import dev.chasqui.application.routing.Route;
import dev.chasqui.application.routing.Routing;
import dev.chasqui.application.routing.zones.HeldSessions;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ExchangeAnswer;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/**
 * The last step of the spine: it finds the backends that have the model and sends the request to
 * the first one that answers, see {@link Sending}. Safe for use by several threads.
 */
public final class Dispatch {
    private final Models models;
    private final Routing routing;
    private final OpenCalls calls;
    private final AtomicReference<@Nullable Dispatch> newest;
    private final Coalescing coalescing = new Coalescing(this);

    /** Makes a dispatch of a config that says nothing of the choice of backends. */
    public Dispatch(Models models, OpenCalls calls) {
        this(models, Routing.plain(), calls);
    }

    /**
     * Makes a dispatch of a config that does not change.
     *
     * @param routing chooses among the backends that have the model
     */
    public Dispatch(Models models, Routing routing, OpenCalls calls) {
        this(models, routing, calls, new AtomicReference<>());
    }

    /**
     * @param routing chooses among the backends that have the model
     * @param newest the dispatch of the newest configuration; null while this one is made
     */
    public Dispatch(
            Models models,
            Routing routing,
            OpenCalls calls,
            AtomicReference<@Nullable Dispatch> newest) {
        this.models = models;
        this.routing = routing;
        this.calls = calls;
        this.newest = newest;
    }

    /**
     * Sends a request, or takes the answer to an equal one where the config allows; returns when
     * the answer has begun.
     *
     * @throws FailureException if no backend answers
     */
    <A extends ExchangeAnswer<A>> A send(Payload<A> payload, Exchange exchange, Journal journal) {
        return payload instanceof SharedPayload<A> one
                ? coalescing.send(one, exchange, journal)
                : sendAlone(payload, exchange, journal);
    }

    /** Sends a request that shares its answer with no other one. */
    <A extends ExchangeAnswer<A>> A sendAlone(
            Payload<A> payload, Exchange exchange, Journal journal) {
        return new Sending<A>(this, exchange, journal, payload.model()).send(payload);
    }

    /**
     * Sends a chat, see {@link #send}. If its caller has asked for that, the reply is continued
     * where it breaks off.
     */
    ChatReply chat(ChatRequest request, Exchange exchange, Journal journal) {
        ChatPayload payload = ChatPayload.of(request);
        if (!journal.backends().resumes()) {
            return send(payload, exchange, journal);
        }
        // Each part is counted for its own backend.
        journal.meter();
        ChatReply first = send(payload, exchange, journal);
        Optional<String> standIn = journal.backends().fallback();
        return new ResumedReply(
                first,
                request,
                exchange,
                ContinuedPayload::isPossible,
                (rest, branch) ->
                        newest().rest(new ContinuedPayload(rest), standIn, branch, journal));
    }

    /**
     * Sends the request for the rest of a reply to the model that has begun it.
     *
     * @throws FailureException if no backend answers, or if too many requests are tried again
     */
    private ChatReply rest(
            ContinuedPayload payload,
            Optional<String> standIn,
            Exchange exchange,
            Journal journal) {
        standIn.ifPresent(journal::checkModel);
        try (Hedging.SecondQuestion again = routing.hedging().second()) {
            if (!again.begin()) {
                throw new FailureException(
                        new Failure.Overloaded(
                                "too many replies are continued at the same time; ask again",
                                Duration.ofSeconds(1)));
            }
            return new Sending<ChatReply>(this, exchange, journal, payload.model())
                    .send(standIn.map(payload::withModel).orElse(payload));
        }
    }

    Models models() {
        return models;
    }

    Routing routing() {
        return routing;
    }

    OpenCalls calls() {
        return calls;
    }

    /** Returns the dispatch of the newest configuration. */
    Dispatch newest() {
        Dispatch latest = newest.get();
        return latest == null ? this : latest;
    }

    /**
     * Keeps an exchange in this network if an earlier request of its session was. That is renewed:
     * an agent that finds all kept inside need not look for a reason of its own.
     */
    void restoreHold(Exchange exchange, Journal journal) {
        journal.backends()
                .session()
                .flatMap(
                        session ->
                                routing.held()
                                        .renewed(
                                                exchange.caller().name(),
                                                session,
                                                routing.rules().conversations().heldFor()))
                .ifPresent(why -> journal.backends().hold(HeldSessions.ofEarlier(why)));
    }

    /** Returns true if the rule of a model keeps its requests in this network. */
    boolean keepsInside(String model) {
        return routing.keepsInside(model, models::resolve).isPresent();
    }

    /** Keeps an exchange in this network if the rule of a model says so. */
    void holdFor(String model, Exchange exchange, Journal journal) {
        routing.keepsInside(model, models::resolve).ifPresent(why -> hold(why, exchange, journal));
    }

    /**
     * Keeps an exchange in this network, and the later ones of its session.
     *
     * @throws FailureException if no more sessions can be kept there
     */
    void hold(String why, Exchange exchange, Journal journal) {
        journal.backends().hold(why);
        journal.backends()
                .session()
                .ifPresent(
                        session ->
                                routing.held()
                                        .hold(
                                                exchange.caller(),
                                                session,
                                                why,
                                                routing.rules().conversations().heldFor()));
    }

    /** See {@link dev.chasqui.domain.agent.Chain#zone}. */
    Zone zone(String model) {
        if (keepsInside(model)) {
            return Zone.RESTRICTED;
        }
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
    OptionalInt contextLength(String model, Journal journal, Exchange exchange) {
        return asked(model, journal, exchange, (tokens, id) -> tokens.contextLength(id));
    }

    /** See {@link dev.chasqui.domain.agent.Chain#countTokens}. */
    OptionalInt countTokens(String model, String text, Journal journal, Exchange exchange) {
        return asked(
                model,
                journal,
                exchange,
                (tokens, id) -> tokens.countTokens(id, text, exchange.cancellation()));
    }

    /**
     * Asks the backend that a request would be sent to first; empty if it fails, or if the caller
     * may ask none now.
     */
    private OptionalInt asked(
            String model,
            Journal journal,
            Exchange exchange,
            BiFunction<TokenAbility, String, OptionalInt> question) {
        List<Candidate> having = models.find(model);
        // A question alone holds no session.
        JournalCaller caller = JournalCaller.of(journal, model).inside(keepsInside(model));
        Leaving leaving = new Leaving(exchange, journal, RequestKind.COUNT, model);
        try {
            Route route = routing.explain(model, having, Demand.NONE, caller);
            return route.kept().stream()
                    .findFirst()
                    .filter(first -> caller.mayReach(first.candidate()))
                    .map(first -> leaving.by(route, first, () -> asked(first, question)))
                    .orElseGet(OptionalInt::empty);
        } catch (FailureException e) {
            return OptionalInt.empty();
        }
    }

    private static OptionalInt asked(
            Route.Kept first, BiFunction<TokenAbility, String, OptionalInt> question) {
        return first.candidate()
                .backend()
                .ability(TokenAbility.class)
                .map(tokens -> question.apply(tokens, first.candidate().model().id()))
                .orElseGet(OptionalInt::empty);
    }

    /** Returns the view of the choice for administrators. */
    public RouteView view() {
        return new RouteView(models, routing);
    }
}
