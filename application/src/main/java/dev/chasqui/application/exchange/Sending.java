package dev.chasqui.application.exchange;

import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.routing.BackendCall;
import dev.chasqui.application.routing.DropReason;
import dev.chasqui.application.routing.RequestUnderWay;
import dev.chasqui.application.routing.Route;
import dev.chasqui.application.routing.RouteCaller;
import dev.chasqui.application.routing.Routing;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ExchangeAnswer;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The sending of one request: to the backends of its route in order, and then to those of the
 * models that stand in for its own.
 *
 * <p>If a backend fails before the first event of its reply, the next one is tried; so it is if a
 * backend is overloaded, such as a pool whose queue is full. For use by one thread.
 *
 * @param <A> the type of the answer
 */
final class Sending<A extends ExchangeAnswer<A>> implements RouteCaller {
    /**
     * The most routes of one model. Another one is made if other requests have taken all places, or
     * all probes, since the choice.
     */
    private static final int MOST_ROUTES = 3;

    private final Models models;
    private final Routing routing;
    private final OpenCalls calls;
    private final Exchange exchange;
    private final Journal journal;
    private final RequestUnderWay request;

    /** The first failure of a backend that is full; it says when to try again. */
    private @Nullable FailureException full;

    /** The last failure of a backend that was asked. */
    private @Nullable FailureException last;

    /** A failure for which no backend was asked. */
    private @Nullable FailureException unasked;

    /** True if other requests have taken a place of the present route. */
    private boolean raced;

    /** True if a failure of the present model's backends ends its last resort. */
    private boolean lastResortFailed;

    Sending(Models models, Routing routing, OpenCalls calls, Exchange exchange, Journal journal) {
        this.models = models;
        this.routing = routing;
        this.calls = calls;
        this.exchange = exchange;
        this.journal = journal;
        request = routing.begin();
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
        }
    }

    private A sent(Payload<A> payload) {
        List<String> fallbacks =
                payload.mayFallBack()
                        ? routing.fallbacks(payload.model(), models::resolve)
                        : List.of();
        A answer = tried(payload, !fallbacks.isEmpty());
        if (answer == null) {
            answer = ofFallbacks(payload, fallbacks);
        }
        if (answer == null) {
            throw failure();
        }
        return answer;
    }

    /** A full backend says when to try again, which helps more than that another one is down. */
    private FailureException failure() {
        FailureException told = full != null ? full : last != null ? last : unasked;
        if (told == null) {
            throw new IllegalStateException("nothing was tried, and nothing failed");
        }
        return told;
    }

    private @Nullable A ofFallbacks(Payload<A> payload, List<String> fallbacks) {
        for (String model : fallbacks) {
            A answer = mayAsk(model) ? tried(payload.withModel(model), true) : null;
            if (answer != null) {
                journal.backends().answeredInstead(model);
                return answer;
            }
        }
        return null;
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
            candidates = payload.route(models);
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.OfBackend failure) {
                journal.backends().asked(failure.backend());
            }
            if (!mayGoOn) {
                throw e;
            }
            unasked = unasked == null ? e : unasked;
            return null;
        }
        return tried(payload, candidates);
    }

    private @Nullable A tried(Payload<A> payload, List<Candidate> candidates) {
        FailureException before = last;
        lastResortFailed = false;
        Route route = routing.route(payload.model(), candidates, this);
        A answer = tried(payload, route);
        for (int i = 1; answer == null && raced && last == before && i < MOST_ROUTES; i++) {
            route = routing.routeAgain(route, payload.model(), candidates, this);
            answer = tried(payload, route);
        }
        if (answer != null) {
            return answer;
        }
        if (last == null && unasked == null) {
            unasked = none(payload.model(), route);
        }
        return null;
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
        return new FailureException(Routing.noBackend(model, route));
    }

    private @Nullable A tried(Payload<A> payload, Route route) {
        raced = false;
        A answer = triedInOrder(payload, route, route.kept());
        return answer == null && !raced ? triedInOrder(payload, route, route.resting()) : answer;
    }

    private @Nullable A triedInOrder(Payload<A> payload, Route route, List<Route.Kept> some) {
        for (Route.Kept kept : some) {
            if (kept.part() == Route.Part.LAST_RESORT && lastResortFailed) {
                // Failing backends would otherwise get all requests of each other.
                return null;
            }
            A answer = tried(payload, route, kept);
            if (answer != null) {
                return answer;
            }
        }
        return null;
    }

    private @Nullable A tried(Payload<A> payload, Route route, Route.Kept kept) {
        try {
            journal.checkPermit(kept.candidate());
        } catch (FailureException e) {
            // Nothing was sent to this backend; the caller may be allowed to ask another one.
            unasked = e;
            return null;
        }
        FailureException before = last;
        if (before != null && !routing.beginRetry(before.failure())) {
            throw failure();
        }
        try {
            return asked(payload, route, kept);
        } finally {
            if (before != null) {
                routing.endRetry(before.failure());
            }
        }
    }

    /** Asks one backend; returns null if it fails, and another one may be asked. */
    private @Nullable A asked(Payload<A> payload, Route route, Route.Kept kept) {
        journal.backends().asked(kept.candidate());
        // This bound is the server's own, whichever backend is asked. It comes first, since a
        // refusal must not use up a part of the backend's rate.
        OpenCalls.Place place = calls.enter(journal.openCalls());
        BackendCall call = null;
        boolean begun = false;
        try {
            call = routing.begin(route, kept).orElse(null);
            raced |= call == null;
            A answer = call == null ? null : asked(payload, kept, call, place);
            begun = answer != null;
            return answer;
        } finally {
            if (!begun) {
                end(place, call);
            }
        }
    }

    private static void end(OpenCalls.Place place, @Nullable BackendCall call) {
        place.close();
        if (call != null) {
            call.close();
        }
    }

    private @Nullable A asked(
            Payload<A> payload, Route.Kept kept, BackendCall call, OpenCalls.Place place) {
        Candidate to = kept.candidate();
        try {
            A answer = answer(payload, to, call, place);
            journal.backends().answered(to, kept);
            return answer;
        } catch (FailureException e) {
            call.failed(e);
            note(payload, to, e);
            return null;
        }
    }

    private A answer(Payload<A> payload, Candidate to, BackendCall call, OpenCalls.Place place) {
        A answer = payload.send(to, exchange, journal);
        // An answer that came as a whole is over as soon as it holds something.
        call.begun(payload.requestKind().isChat());
        return answer.holding(
                () -> {
                    end(place, call);
                    request.close();
                },
                call::failed);
    }

    /**
     * Notes a failure.
     *
     * @throws FailureException if no other backend may be asked after it
     */
    private void note(Payload<A> payload, Candidate to, FailureException e) {
        if (e.failure() instanceof Failure.OfBackend
                && !(e.failure() instanceof Failure.BackendRefused)) {
            models.refresh(to.backend());
        }
        if (!payload.mayFailOver(e.failure())) {
            throw e;
        }
        last = e;
        lastResortFailed |= Routing.endsLastResort(e.failure());
        journal.backends().failed(to);
        if (full == null && e.failure() instanceof Failure.Overloaded) {
            full = e;
        }
    }

    @Override
    public boolean mayReach(Candidate candidate) {
        return journal.mayReach(candidate);
    }

    @Override
    public boolean prefersRestricted() {
        return journal.prefersRestricted();
    }
}
