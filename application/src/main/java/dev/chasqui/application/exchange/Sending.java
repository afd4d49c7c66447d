package dev.chasqui.application.exchange;

import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.exchange.journal.Receipt;
import dev.chasqui.application.exchange.sending.FailedBackends;
import dev.chasqui.application.exchange.sending.QueueStay;
import dev.chasqui.application.exchange.sending.ToldFailure;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.routing.Demand;
import dev.chasqui.application.routing.DropReason;
import dev.chasqui.application.routing.Needs;
import dev.chasqui.application.routing.Refusals;
import dev.chasqui.application.routing.RequestUnderWay;
import dev.chasqui.application.routing.Route;
import dev.chasqui.application.routing.Routing;
import dev.chasqui.application.routing.WastedWork;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ExchangeAnswer;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The sending of one request: to the backends of its route in order, and then to those of the
 * models that stand in for its own.
 *
 * <p>If a backend fails before the first event of its reply, the next one is tried; so it is if a
 * backend is overloaded, such as a pool whose queue is full. If all are busy, the request waits in
 * the queue, and begins anew when it is its turn. The last resort is asked where no wait helps, and
 * after the longest wait. For use by one thread.
 *
 * @param <A> the type of the answer
 */
final class Sending<A extends ExchangeAnswer<A>> {
    /**
     * The most routes of one model. Another one is made if other requests have taken all places, or
     * all probes, since the choice.
     */
    private static final int MOST_ROUTES = 3;

    private Dispatch dispatch;
    private final Exchange exchange;
    private final Journal journal;

    private final String model;
    private JournalCaller caller;
    private final RequestUnderWay request;
    private final ToldFailure told = new ToldFailure();

    /** The needs of the request; null before it has looked for a backend. */
    private @Nullable Needs needs;

    /** The demand of the request on a backend. */
    private Demand demand = Demand.NONE;

    private final FailedBackends failed = new FailedBackends();

    /** The last failure of a backend that was asked. */
    private @Nullable FailureException last;

    /** The fallback that is asked at present; empty while it is the request's own model. */
    private Optional<String> standIn = Optional.empty();

    /** The account of the answer; null before there is one. */
    private @Nullable Receipt receipt;

    /** The backends of the present model. */
    private List<Candidate> candidates = List.of();

    /** True if other requests have taken a place of the present route. */
    private boolean raced;

    /** True if a failure of the present model's backends ends its last resort. */
    private boolean lastResortFailed;

    private final QueueStay stay;
    private final Asking<A> asking;

    /**
     * @param model the model name that the request asks for
     */
    Sending(Dispatch dispatch, Exchange exchange, Journal journal, String model) {
        this.dispatch = dispatch;
        this.exchange = exchange;
        this.journal = journal;
        this.model = model;
        caller = JournalCaller.of(journal, model);
        stay = new QueueStay(exchange);
        request = dispatch.routing().begin();
        asking = new Asking<>(exchange, journal, model, stay, failed, request);
    }

    /**
     * Sends the request; returns when its answer has begun.
     *
     * @throws FailureException if no backend answers
     */
    A send(Payload<A> payload) {
        boolean begun = false;
        try {
            A answer = sent(payload);
            begun = true;
            return answer;
        } finally {
            if (!begun) {
                request.close();
            }
            stay.close();
        }
    }

    /** Returns the account of the answer that {@link #send} has returned. */
    Receipt receipt() {
        return Objects.requireNonNull(receipt, "nothing was sent");
    }

    private A sent(Payload<A> payload) {
        A answer = looked(payload);
        while (answer == null) {
            stay.await(routing().queue(), told.get());
            answer = looked(payload);
        }
        return answer;
    }

    /** Looks for a backend by the newest configuration; returns null if none answers. */
    private @Nullable A looked(Payload<A> payload) {
        // In this order: a configuration that comes later makes the request look once more.
        stay.looks(routing().queue());
        dispatch = dispatch.newest();
        told.beginAnew();
        return ofAll(payload);
    }

    private Routing routing() {
        return dispatch.routing();
    }

    /** Tries the model and those that stand in; returns null if no backend answers. */
    private @Nullable A ofAll(Payload<A> payload) {
        Models models = dispatch.models();
        dispatch.holdFor(payload.model(), exchange, journal);
        JournalCaller all = JournalCaller.of(journal, model);
        caller = all;
        demand = Demands.of(payload, needs(payload), models, routing(), caller);
        List<String> fallbacks =
                payload.mayFallBack()
                        ? routing().fallbacks(payload.model(), models::resolve)
                        : List.of();
        for (String model :
                StandIns.order(models, routing(), payload.model(), fallbacks, demand.needs())) {
            boolean own = model.equals(payload.model());
            told.turnTo(!own);
            // The rest of a reply is asked of the model that has begun it.
            standIn = model.equals(this.model) ? Optional.empty() : Optional.of(model);
            caller = all.inside(dispatch.keepsInside(model));
            if (own || mayAsk(model)) {
                A answer = tried(own ? payload : payload.withModel(model), !fallbacks.isEmpty());
                if (answer != null) {
                    return answer;
                }
            }
        }
        return null;
    }

    private Needs needs(Payload<A> payload) {
        if (needs == null) {
            needs = new CountedNeeds(payload.needs(), () -> counted(payload));
        }
        return needs;
    }

    /** Returns the count of the prompt by a backend of this network that has the model. */
    private OptionalInt counted(Payload<A> payload) {
        try {
            return payload.route(dispatch.models()).stream()
                    .filter(one -> one.backend().zone() == Zone.RESTRICTED && caller.mayReach(one))
                    .filter(one -> routing().isWell(one.backend()))
                    .map(one -> payload.count(one, exchange.cancellation()))
                    .filter(OptionalInt::isPresent)
                    .findFirst()
                    .orElseGet(OptionalInt::empty);
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.Cancelled) {
                throw e;
            }
            return OptionalInt.empty();
        }
    }

    /** The failure of the caller's own model says more than that this one may not be asked for. */
    private boolean mayAsk(String model) {
        try {
            journal.checkModel(model);
            return true;
        } catch (FailureException e) {
            return false;
        }
    }

    /**
     * Tries the backends of one model; returns null if none answers.
     *
     * @param mayGoOn true if another model may stand in, also if this one is unknown
     */
    private @Nullable A tried(Payload<A> payload, boolean mayGoOn) {
        List<Candidate> candidates;
        try {
            candidates = payload.route(dispatch.models());
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.OfBackend failure) {
                journal.backends().asked(failure.backend());
            }
            if (!mayGoOn) {
                throw e;
            }
            told.unasked(e);
            return null;
        }
        // Another name may stand for a model of a backend that has just failed.
        List<Candidate> others = failed.without(candidates);
        return others.isEmpty() ? null : tried(payload, others);
    }

    private @Nullable A tried(Payload<A> payload, List<Candidate> some) {
        candidates = some;
        FailureException before = last;
        int failures = told.count();
        lastResortFailed = false;
        Route route = standBack(routing().route(payload.model(), candidates, demand, caller));
        A answer = tried(payload, route);
        for (int i = 1; answer == null && raced && last == before && i < MOST_ROUTES; i++) {
            route =
                    standBack(
                            routing()
                                    .routeAgain(
                                            route, payload.model(), candidates, demand, caller));
            answer = tried(payload, route);
        }
        if (answer == null && told.count() == failures) {
            told.unasked(none(payload.model(), route));
        }
        return answer;
    }

    /** Returns a route without the places that belong to requests that wait. */
    private Route standBack(Route route) {
        return stay.standBack(routing().queue(), route);
    }

    /** Returns the failure of a route of which no backend could be asked. */
    private FailureException none(String model, Route route) {
        boolean forbidden =
                route.kept().isEmpty()
                        && route.dropped().stream()
                                .allMatch(one -> one.reason() == DropReason.Zone.INSTANCE);
        if (forbidden) {
            try {
                journal.checkPermit(route.dropped().getFirst().candidate());
            } catch (FailureException e) {
                return e;
            }
        }
        return new FailureException(Refusals.noBackend(model, route, caller));
    }

    private @Nullable A tried(Payload<A> payload, Route route) {
        raced = false;
        A answer = triedInOrder(payload, route, inOrder(payload, route.usual()));
        if (answer == null) {
            noteObstacles(route);
        }
        if (answer == null && !raced && !stay.spares(route)) {
            answer = triedInOrder(payload, route, route.lastResort());
            if (raced) {
                noteObstacles(route);
            }
        }
        return answer;
    }

    private List<Route.Kept> inOrder(Payload<A> payload, List<Route.Kept> some) {
        Optional<String> last = payload.askedLast();
        return last.isEmpty()
                ? some
                : some.stream()
                        .sorted(
                                Comparator.comparing(
                                        one -> one.candidate().backend().name().equals(last.get())))
                        .toList();
    }

    /** Notes what is in the way of a route, if the request may wait until it passes. */
    private void noteObstacles(Route route) {
        stay.noteObstacles(routing().queue(), route, raced);
    }

    private @Nullable A triedInOrder(Payload<A> payload, Route route, List<Route.Kept> some) {
        for (Route.Kept kept : some) {
            if (kept.isLastResort() && lastResortFailed) {
                // Failing backends would otherwise get all requests of each other.
                return null;
            }
            if (failed.contains(kept.candidate())) {
                // It was asked beside another one.
                continue;
            }
            A answer = tried(payload, route, kept);
            if (answer != null) {
                return answer;
            }
        }
        return null;
    }

    private @Nullable A tried(Payload<A> payload, Route route, Route.Kept kept) {
        if (caller.isTooFar(kept.candidate())) {
            // A route without a choice has not asked whether it may be reached.
            told.unasked(keptInside(payload, kept.candidate()));
            return null;
        }
        try {
            journal.checkPermit(kept.candidate());
            standIn.ifPresent(journal::checkStandIn);
        } catch (FailureException e) {
            // Nothing was sent to this backend; the caller may be allowed to ask another one.
            told.unasked(e);
            return null;
        }
        FailureException before = last;
        if (before != null && !routing().beginRetry(before.failure())) {
            throw told.get();
        }
        try {
            return asked(payload, route, kept);
        } finally {
            if (before != null) {
                routing().endRetry(before.failure());
            }
        }
    }

    /** Asks one backend; returns null if it fails, and another one may be asked. */
    private @Nullable A asked(Payload<A> payload, Route route, Route.Kept kept) {
        Asking.Result<A> result =
                asking.ask(
                        new Asking.Question<>(
                                dispatch, payload, candidates, route, demand, caller, standIn),
                        kept);
        raced |= result.taken();
        receipt = result.receipt();
        result.failures().forEach(e -> note(payload, e));
        return result.answer();
    }

    /**
     * Notes a failure.
     *
     * @throws FailureException if no other backend may be asked after it
     */
    private void note(Payload<A> payload, FailureException e) {
        if (!payload.mayFailOver(e.failure())) {
            throw e;
        }
        last = e;
        lastResortFailed |= WastedWork.endsLastResort(e.failure());
        told.asked(e);
    }

    private FailureException keptInside(Payload<?> payload, Candidate candidate) {
        Route.Dropped dropped = new Route.Dropped(candidate, DropReason.Zone.INSTANCE);
        Route route = Route.none(List.of(dropped));
        return new FailureException(Refusals.noBackend(payload.model(), route, caller));
    }
}
