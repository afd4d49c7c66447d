package dev.chasqui.application.exchange;

import dev.chasqui.application.exchange.coalescing.KeptBytes;
import dev.chasqui.application.exchange.coalescing.SharedAnswer;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.exchange.journal.SharedCost;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ExchangeAnswer;

import java.util.Optional;

/**
 * A request that may share one answer with equal ones.
 *
 * @param <A> the type of the answer
 */
interface SharedPayload<A extends ExchangeAnswer<A>> extends Payload<A> {

    /**
     * Returns a value that is equal for requests with the same answer; empty if the answer may be
     * another one each time.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the request cannot be read
     */
    Optional<Json> identity();

    /**
     * Returns an answer of this request for all that share it.
     *
     * @param kept the count of what is kept of all such answers
     */
    SharedAnswer<A> shared(A answer, KeptBytes kept);

    /**
     * Notes that a request takes part in an answer, and returns it with what is noted as it comes.
     *
     * @param by the model that answers
     * @param share what the request pays for
     */
    A takes(A answer, Candidate by, SharedCost.Share share, Journal journal);

    /**
     * Returns the text of the request.
     *
     * @throws dev.chasqui.domain.failure.FailureException if it cannot be read
     */
    String content();
}
