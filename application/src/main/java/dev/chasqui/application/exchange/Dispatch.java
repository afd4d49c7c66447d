package dev.chasqui.application.exchange;

import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.TokenAbility;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ExchangeAnswer;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/**
 * The last step of the spine: it finds the backends that have the model and sends the request to
 * the first one that answers.
 *
 * <p>If a backend fails before the first event of its reply, the next one is tried; so it is if a
 * backend is overloaded, such as a pool whose queue is full. Safe for use by several threads.
 */
public final class Dispatch {
    private final Models models;
    private final OpenCalls calls;

    public Dispatch(Models models, OpenCalls calls) {
        this.models = models;
        this.calls = calls;
    }

    /**
     * Sends a request; returns when its answer has begun.
     *
     * @throws FailureException if no backend answers
     */
    <A extends ExchangeAnswer<A>> A send(Payload<A> payload, Exchange exchange, Journal journal) {
        Iterator<Candidate> route = route(payload, journal).iterator();
        Optional<FailureException> full = Optional.empty();
        Optional<FailureException> last = Optional.empty();
        while (true) {
            Candidate candidate = route.next();
            try {
                journal.checkPermit(candidate);
            } catch (FailureException e) {
                // Nothing was sent to this backend; the caller may be allowed to ask another one.
                if (route.hasNext()) {
                    continue;
                }
                // The failure of a backend says more than that another one may not be asked.
                throw full.isPresent() ? full.get() : last.orElse(e);
            }
            journal.backends().asked(candidate);
            // This bound is the server's own, whichever backend is asked.
            OpenCalls.Place place = calls.enter(journal.openCalls());
            try {
                A answer = begun(payload, candidate, exchange, journal, place);
                journal.backends().answered(candidate);
                return answer;
            } catch (FailureException e) {
                if (e.failure() instanceof Failure.OfBackend
                        && !(e.failure() instanceof Failure.BackendRefused)) {
                    models.refresh(candidate.backend());
                }
                if (!payload.mayFailOver(e.failure())) {
                    throw e;
                }
                last = Optional.of(e);
                if (e.failure() instanceof Failure.Overloaded) {
                    full = full.or(() -> Optional.of(e));
                }
                if (!route.hasNext()) {
                    // A full backend says when to try again, which helps more than that another one
                    // is down.
                    throw full.orElse(e);
                }
            }
        }
    }

    /** See {@link dev.chasqui.domain.agent.Chain#zone}. */
    Zone zone(String model) {
        boolean leaves =
                models.find(model).stream()
                        .anyMatch(candidate -> candidate.backend().zone() == Zone.OPEN);
        return leaves ? Zone.OPEN : Zone.RESTRICTED;
    }

    /** See {@link dev.chasqui.domain.agent.Chain#identity}. */
    String identity(String model) {
        return ModelIdentity.of(models.find(model));
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
     * may ask none.
     */
    private OptionalInt asked(
            String model, Journal journal, BiFunction<TokenAbility, String, OptionalInt> question) {
        List<Candidate> having = models.find(model);
        try {
            return having.stream()
                    .filter(journal::mayReach)
                    .findFirst()
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

    private List<Candidate> route(Payload<?> payload, Journal journal) {
        try {
            List<Candidate> route = payload.route(models);
            return route.size() > 1 && journal.prefersRestricted()
                    ? route.stream()
                            .sorted(Comparator.comparing(one -> one.backend().zone()))
                            .toList()
                    : route;
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.OfBackend failure) {
                journal.backends().asked(failure.backend());
            }
            throw e;
        }
    }

    /**
     * Sends the request to one backend and returns the answer once it has begun.
     *
     * @param place the open call; it is closed when the answer is over, or does not begin
     */
    private static <A extends ExchangeAnswer<A>> A begun(
            Payload<A> payload,
            Candidate candidate,
            Exchange exchange,
            Journal journal,
            OpenCalls.Place place) {
        boolean begun = false;
        try {
            A answer = payload.send(candidate, exchange, journal).holding(place::close);
            begun = true;
            return answer;
        } finally {
            if (!begun) {
                place.close();
            }
        }
    }
}
