package dev.chasqui.application.exchange;

import dev.chasqui.application.exchange.coalescing.QuestionKey;
import dev.chasqui.application.exchange.coalescing.SharedQuestion;
import dev.chasqui.application.exchange.coalescing.SharedQuestions;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.exchange.journal.Receipt;
import dev.chasqui.application.exchange.journal.SharedCost;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.routing.sharing.SharedCounts;
import dev.chasqui.application.routing.sharing.SharedFor;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ExchangeAnswer;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * The sending of requests of which equal ones share an answer while it is given. The question has
 * the rights of the first of them that has not left; the others need the right to its backend. Each
 * counts the tokens that it reads, and pays for those that nobody has paid for when it is over.
 * Safe for use by several threads.
 */
final class Coalescing {
    /** The most questions that a request joins whose first request leaves before the answer. */
    private static final int MOST_TRIES = 3;

    private final Dispatch dispatch;
    private final SharedQuestions questions = new SharedQuestions();

    Coalescing(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** Sends a request, or takes the answer to an equal one; returns when the answer has begun. */
    <A extends ExchangeAnswer<A>> A send(
            SharedPayload<A> payload, Exchange exchange, Journal journal) {
        QuestionKey key = key(payload, exchange, journal).orElse(null);
        for (int i = 0; key != null && i < MOST_TRIES; i++) {
            A answer = shared(key, payload, exchange, journal);
            if (answer != null) {
                return answer;
            }
        }
        return dispatch.sendAlone(payload, exchange, journal);
    }

    private Optional<QuestionKey> key(
            SharedPayload<?> payload, Exchange exchange, Journal journal) {
        SharedFor scope =
                dispatch.routing().rules().sharedFor(payload.model(), dispatch.models()::resolve);
        if (scope == SharedFor.OFF) {
            return Optional.empty();
        }
        dispatch.holdFor(payload.model(), exchange, journal);
        try {
            return payload.identity()
                    .map(
                            identity ->
                                    QuestionKey.of(
                                            List.of(
                                                    scope == SharedFor.ALL
                                                            ? Json.Null.NULL
                                                            : text(exchange.caller().name()),
                                                    text(exchange.dialect()),
                                                    text(exchange.mayShorten()),
                                                    text(exchange.caller().priority()),
                                                    text(exchange.hops()),
                                                    text(journal.backends().tier()),
                                                    text(journal.prefersRestricted()),
                                                    text(
                                                            JournalCaller.of(
                                                                            journal,
                                                                            payload.model())
                                                                    .staysInside()),
                                                    identity)));
        } catch (FailureException e) {
            // The backend says what is wrong with the request.
            return Optional.empty();
        }
    }

    private static Json text(Object value) {
        return Json.of(value.toString());
    }

    /** Returns the answer that equal requests share; null if this one shall ask anew. */
    private <A extends ExchangeAnswer<A>> @Nullable A shared(
            QuestionKey key, SharedPayload<A> payload, Exchange exchange, Journal journal) {
        SharedQuestions.Part<A> part =
                questions.join(
                        key,
                        journal,
                        () -> own(exchange),
                        (own, notes) -> begun(payload, own, notes));
        if (part == null) {
            return null;
        }
        // A failure may hold the text.
        journal.sent(payload::content);
        SharedCounts counts = dispatch.routing().shared();
        counts.joins();
        Runnable leave =
                () -> {
                    if (part.leave()) {
                        counts.leaves();
                    }
                };
        boolean taken = false;
        try {
            SharedQuestion.Begun<A> begun = part.await(exchange.cancellation());
            if (!part.isFirst() && !mayTake(begun.receipt(), payload, journal)) {
                leave.run();
                return dispatch.sendAlone(payload, exchange, journal);
            }
            SharedCost.Share share = begun.cost().share();
            A answer =
                    begun.answer()
                            .join(
                                    exchange,
                                    () -> {
                                        share.settle();
                                        leave.run();
                                    });
            taken = answer != null;
            return answer == null
                    ? null
                    : taken(payload, answer, begun, part.isFirst(), share, journal);
        } catch (FailureException e) {
            if (part.isFirst()
                    || e.failure() instanceof Failure.OfBackend
                    || exchange.cancellation().isCancelled()) {
                throw e;
            }
            // The first request has left, or had not the right to an answer.
            return null;
        } finally {
            if (!taken) {
                leave.run();
            }
        }
    }

    /** Returns an exchange that does not end with that of the first request. */
    private static Exchange own(Exchange of) {
        Exchange own =
                new Exchange(
                        of.id(),
                        of.caller(),
                        of.dialect(),
                        of.hops(),
                        of::progress,
                        of.showsLoading(),
                        of.mayShorten());
        own.metadata().putAll(of.metadata());
        return own;
    }

    private <A extends ExchangeAnswer<A>> SharedQuestion.Begun<A> begun(
            SharedPayload<A> payload, Exchange own, Journal journal) {
        Sending<A> sending = new Sending<>(dispatch, own, journal, payload.model());
        A answer = sending.send(payload);
        boolean isChat = payload.requestKind().isChat();
        return new SharedQuestion.Begun<>(
                payload.shared(answer, questions.kept()),
                sending.receipt(),
                journal,
                new SharedCost(() -> journal.spent(isChat)));
    }

    /** Returns true if the caller may get an answer of this backend. */
    private static boolean mayTake(Receipt receipt, SharedPayload<?> payload, Journal journal) {
        Candidate by = receipt.chosen().candidate();
        if (JournalCaller.of(journal, payload.model()).isTooFar(by)) {
            return false;
        }
        try {
            receipt.fallback().ifPresent(journal::checkModel);
            journal.checkPermit(by);
            receipt.fallback().ifPresent(journal::checkStandIn);
            return true;
        } catch (FailureException e) {
            return false;
        }
    }

    private <A extends ExchangeAnswer<A>> A taken(
            SharedPayload<A> payload,
            A answer,
            SharedQuestion.Begun<A> begun,
            boolean isFirst,
            SharedCost.Share share,
            Journal journal) {
        Candidate by = begun.receipt().chosen().candidate();
        if (!isFirst) {
            journal.backends().asked(by);
            journal.backends().answered(begun.receipt().shared());
            dispatch.routing().shared().taken();
        }
        journal.dropped(begun.journal().dropped());
        journal.leftOut(begun.journal().leftOut());
        return payload.takes(answer, by, share, journal);
    }
}
