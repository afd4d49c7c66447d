package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.OtherRequests;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.agents.RequestOrigin;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.exchange.sending.Begun;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.application.routing.Needs;
import dev.chasqui.application.routing.RouteCaller;
import dev.chasqui.application.routing.affinity.ConversationMarks;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.ExchangeAnswer;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * A request that one backend answers, of any kind. Each kind of request is one implementation; the
 * rest of the spine is the same for all.
 *
 * @param <A> the type of the answer
 */
public interface Payload<A extends ExchangeAnswer<A>> extends ExchangeRequest<A> {

    /** {@inheritDoc} A request on which no agent works is sent as it is. */
    @Override
    default Prepared<A> prepare(Pipelines pipelines, RequestOrigin origin) {
        OtherRequests.Admitted admitted = pipelines.admit(model(), text(), origin);
        Payload<A> meant = admitted.model().equals(model()) ? this : withModel(admitted.model());
        return new Prepared<>(admitted.pipeline(), chain -> chain.send(meant));
    }

    @Override
    default RequestKind requestKind() {
        return text().map(OtherRequests.Text::kind).orElse(RequestKind.LOAD);
    }

    /** {@inheritDoc} An answer without text of its own is not estimated. */
    @Override
    default TokenEstimate estimate() {
        return new TokenEstimate(
                text().map(text -> TokenEstimate.tokens(text.size().getAsLong())).orElse(0L), 0);
    }

    /** Returns the text that an agent would have to see; empty if the request has none. */
    Optional<OtherRequests.Text> text();

    /**
     * Returns the same request to another model.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it cannot be sent
     *     to another one
     */
    Payload<A> withModel(String name);

    /**
     * Returns the backends that may answer, in the order in which they are tried.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code UnknownModel} if no backend
     *     has the model; or if none of those that have it has the ability for this request
     */
    List<Candidate> route(Models models);

    /**
     * Sends the request to one backend; returns when its answer has begun.
     *
     * @throws dev.chasqui.domain.failure.FailureException if there is no answer
     */
    A send(Candidate to, Exchange exchange, Journal journal);

    /**
     * Sends the request to one backend, as {@link #send} does. If it {@link #mayHedge}, the journal
     * is told of the answer only where the result is noted.
     *
     * @throws dev.chasqui.domain.failure.FailureException if there is no answer
     */
    default Begun<A> begin(Candidate to, Exchange exchange, Journal journal) {
        return new Begun<>(send(to, exchange, journal), UnaryOperator.identity());
    }

    /**
     * Returns true if two backends may be asked at a time: the request only computes, can be sent
     * twice, and does not ask for several answers.
     */
    default boolean mayHedge() {
        return false;
    }

    /** Returns what the request needs of its model. */
    default Needs needs() {
        return Needs.NONE;
    }

    /**
     * Returns the number of tokens of its prompt by a model's own tokenizer; empty if the backend
     * does not count.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the backend does not answer, or the
     *     exchange was cancelled
     */
    default OptionalInt count(Candidate by, Cancellation cancellation) {
        return OptionalInt.empty();
    }

    /** Returns the marks by which the requests of its conversation are recognised. */
    default ConversationMarks marks(RouteCaller caller) {
        return ConversationMarks.NONE;
    }

    /** Returns true if another model may stand in where the config says so. */
    default boolean mayFallBack() {
        return false;
    }

    /** Returns the name of the backend that is asked after all others; empty for none. */
    default Optional<String> askedLast() {
        return Optional.empty();
    }

    /** Returns true if the next backend of the route may be asked after such a failure. */
    boolean mayFailOver(Failure failure);
}
