package dev.chasqui.application.exchange.coalescing;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.reply.ExchangeAnswer;

import org.jspecify.annotations.Nullable;

/**
 * An answer that several requests get. Safe for use by several threads.
 *
 * @param <A> the type of the answer
 */
public interface SharedAnswer<A extends ExchangeAnswer<A>> {

    /**
     * Returns the whole answer for one more request; null if that is no longer possible.
     *
     * @param exchange the exchange of the request, whose cancellation ends its part alone
     * @param leave is run once when the request needs the answer no more
     */
    @Nullable A join(Exchange exchange, Runnable leave);

    /**
     * Reads the answer to its end; called by the question's thread.
     *
     * @param cancellation the cancellation of the question, when nobody needs the answer any more
     */
    default void run(Cancellation cancellation) {}

    /** Gives up what is kept of the answer, which nobody will read any more. */
    default void release() {}
}
