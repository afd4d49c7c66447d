package dev.chasqui.application.exchange;

import dev.chasqui.application.exchange.coalescing.SharedAnswer;
import dev.chasqui.application.exchange.journal.Journal;
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

    /** Returns an answer of this request for all that share it. */
    SharedAnswer<A> shared(A answer);

    /** Notes the text of the request, and the answer that it shares, which it did not ask for. */
    void follows(A answer, Journal journal);
}
