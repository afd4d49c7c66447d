package dev.chasqui.application.exchange;

import dev.chasqui.application.departure.Leaving;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.exchange.journal.Receipt;
import dev.chasqui.application.exchange.sending.Begun;
import dev.chasqui.application.exchange.sending.FailedBackends;
import dev.chasqui.application.exchange.sending.HedgedQuestion;
import dev.chasqui.application.exchange.sending.OpenCall;
import dev.chasqui.application.exchange.sending.QueueStay;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.routing.Demand;
import dev.chasqui.application.routing.Hedging;
import dev.chasqui.application.routing.RequestUnderWay;
import dev.chasqui.application.routing.Route;
import dev.chasqui.application.routing.Routing;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ExchangeAnswer;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The questions of one request to single backends, and to a second one where the first is late. For
 * use by one thread.
 *
 * @param exchange the exchange of the request
 * @param model the model name that the request asks for
 * @param stay its stay in the queue, which ends when it gets a place
 * @param failed the backends that have failed; those that fail here are added
 * @param request the request, which is over when its answer is
 * @param <A> the type of the answer
 */
record Asking<A extends ExchangeAnswer<A>>(
        Exchange exchange,
        Journal journal,
        String model,
        QueueStay stay,
        FailedBackends failed,
        RequestUnderWay request) {

    /**
     * The request as it is sent to the backends of one model.
     *
     * @param candidates the backends of the model
     * @param route the present choice among them
     * @param demand what the request asks of a backend
     * @param caller the rights of the request
     * @param standIn the fallback that is asked; empty while it is the request's own model
     * @param <A> the type of the answer
     */
    record Question<A extends ExchangeAnswer<A>>(
            Dispatch dispatch,
            Payload<A> payload,
            List<Candidate> candidates,
            Route route,
            Demand demand,
            JournalCaller caller,
            Optional<String> standIn) {

        Routing routing() {
            return dispatch.routing();
        }
    }

    /**
     * The result of a question.
     *
     * @param answer the answer; null if there is none
     * @param receipt the account of the answer; null if there is none
     * @param failures the failures without an answer, in their order
     * @param taken true if nothing was asked, since other requests have taken the place
     * @param <A> the type of the answer
     */
    record Result<A>(
            @Nullable A answer,
            @Nullable Receipt receipt,
            List<FailureException> failures,
            boolean taken) {
        static <A> Result<A> of(A answer, Receipt receipt) {
            return new Result<>(answer, receipt, List.of(), false);
        }

        static <A> Result<A> none(List<FailureException> failures) {
            return new Result<>(null, null, failures, false);
        }
    }

    /** Asks a backend; returns when its answer has begun, or with its failure. */
    Result<A> ask(Question<A> question, Route.Kept kept) {
        journal.backends().asked(kept.candidate());
        OpenCall call = opened(question, question.route(), kept);
        if (call == null) {
            return new Result<>(null, null, List.of(), true);
        }
        stay.served();
        Optional<Duration> late =
                question.candidates().size() > 1
                        ? question.routing().hedging().delay(question.route(), kept)
                        : Optional.empty();
        return late.isPresent() && question.payload().mayHedge()
                ? askHedged(question, call, late.get())
                : ask(question, call);
    }

    /** Sends the request to a backend; if that is outside, the cause is noted. */
    private Begun<A> sent(Question<A> question, OpenCall call, Exchange on) {
        return new Leaving(on, journal, question.payload().requestKind(), model)
                .by(
                        call.route(),
                        call.kept(),
                        () -> question.payload().begin(call.to(), on, journal));
    }

    /** Opens a call of a backend; returns null if it has no place any more. */
    private @Nullable OpenCall opened(Question<A> question, Route route, Route.Kept kept) {
        // This bound is the server's own, whichever backend is asked. It comes first, since a
        // refusal must not use up a part of the backend's rate.
        OpenCalls.Place place = question.dispatch().calls().enter(journal.openCalls());
        OpenCall call = null;
        try {
            call =
                    question.routing()
                            .begin(route, kept)
                            .map(
                                    begun ->
                                            new OpenCall(
                                                    route,
                                                    kept,
                                                    begun,
                                                    place::close,
                                                    exchange.cancellation()))
                            .orElse(null);
            if (call != null) {
                call.call().sends(question.payload().requestKind().isChat());
            }
            return call;
        } finally {
            if (call == null) {
                place.close();
            }
        }
    }

    private Result<A> ask(Question<A> question, OpenCall call) {
        boolean begun = false;
        try {
            Begun<A> answer = sent(question, call, exchange);
            Result<A> noted = noted(question, call, answer, Optional.empty(), () -> {});
            begun = true;
            return noted;
        } catch (FailureException e) {
            call.failed(e);
            note(question, call.to(), e);
            return Result.none(List.of(e));
        } finally {
            if (!begun) {
                call.close();
            }
        }
    }

    /** Asks a backend, and a second one if it is late. */
    private Result<A> askHedged(Question<A> question, OpenCall first, Duration late) {
        HedgedQuestion<A> hedged =
                new HedgedQuestion<>(
                        exchange,
                        (call, branch) -> sent(question, call, branch),
                        question.payload()::mayFailOver);
        try (Hedging.SecondQuestion second = question.routing().hedging().second()) {
            HedgedQuestion.Result<A> result =
                    hedged.ask(first, late, () -> second(question, first, second));
            result.failures().forEach(one -> note(question, one.to(), one.failure()));
            HedgedQuestion.Winner<A> winner = result.winner().orElse(null);
            if (winner == null) {
                return Result.none(
                        result.failures().stream().map(HedgedQuestion.Failed::failure).toList());
            }
            if (!winner.call().equals(first)) {
                second.won();
            }
            return noted(question, winner);
        }
    }

    private Result<A> noted(Question<A> question, HedgedQuestion.Winner<A> winner) {
        boolean noted = false;
        try {
            Result<A> answer =
                    noted(
                            question,
                            winner.call(),
                            winner.begun(),
                            winner.reason(),
                            () -> winner.branch().cancellation().cancel());
            noted = true;
            return answer;
        } finally {
            if (!noted) {
                winner.close();
            }
        }
    }

    /**
     * Opens the call of a second backend, as a failover would choose it now; returns null if none
     * may be asked.
     */
    private @Nullable OpenCall second(
            Question<A> question, OpenCall first, Hedging.SecondQuestion second) {
        if (!second.begin()) {
            return null;
        }
        OpenCall call = null;
        try {
            call = secondCall(question, first.to());
            return call;
        } catch (FailureException e) {
            // The first backend may still answer.
            return null;
        } finally {
            if (call == null) {
                second.close();
            } else {
                second.made();
            }
        }
    }

    private @Nullable OpenCall secondCall(Question<A> question, Candidate first) {
        Routing routing = question.routing();
        Route route =
                stay.standBack(
                        routing.queue(),
                        routing.routeAgain(
                                question.route(),
                                question.payload().model(),
                                question.candidates(),
                                question.demand(),
                                question.caller()));
        for (Route.Kept kept : route.usual()) {
            if (routing.hedging().mayBeSecond(kept, first)
                    && !failed.contains(kept.candidate())
                    && mayAsk(question.caller(), kept.candidate())) {
                OpenCall call = opened(question, route, kept);
                if (call != null) {
                    journal.backends().asked(kept.candidate());
                    return call;
                }
            }
        }
        return null;
    }

    private boolean mayAsk(JournalCaller caller, Candidate candidate) {
        if (caller.isTooFar(candidate)) {
            return false;
        }
        try {
            journal.checkPermit(candidate);
            return true;
        } catch (FailureException e) {
            return false;
        }
    }

    /**
     * Notes an answer that has begun, and returns it.
     *
     * @param hedge the reason why two backends were asked; empty if one was
     * @param end is run at its end
     */
    private Result<A> noted(
            Question<A> question,
            OpenCall call,
            Begun<A> begun,
            Optional<String> hedge,
            Runnable end) {
        A noted = begun.noted();
        // An answer that came as a whole is over as soon as it holds something.
        call.call().begun(question.payload().requestKind().isChat());
        A answer =
                noted.holding(
                        () -> {
                            call.close();
                            request.close();
                            end.run();
                        },
                        call::failed);
        Receipt receipt =
                new Receipt(
                        call.kept(),
                        failed.names(),
                        question.standIn(),
                        question.routing().cost(call.to(), question.demand().estimate()),
                        hedge,
                        false);
        journal.backends().answered(receipt);
        return Result.of(answer, receipt);
    }

    private void note(Question<A> question, Candidate to, FailureException e) {
        if (e.failure() instanceof Failure.OfBackend
                && !(e.failure() instanceof Failure.BackendRefused)) {
            question.dispatch().models().refresh(to.backend());
        }
        failed.add(to);
    }
}
