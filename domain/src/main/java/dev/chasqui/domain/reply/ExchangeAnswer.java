package dev.chasqui.domain.reply;

import dev.chasqui.domain.failure.FailureException;

import java.util.function.Consumer;

/**
 * An answer that may hold resources until it is over: a connection, a lease, a place among the open
 * calls.
 *
 * @param <A> the type of the answer itself
 */
public interface ExchangeAnswer<A extends ExchangeAnswer<A>> extends AutoCloseable {

    /**
     * Returns this answer with a resource to give back as soon as it is over, or closed before.
     *
     * @param giveBack gives the resource back; must be idempotent
     * @param broken is told the failure if the answer breaks off
     */
    A holding(Runnable giveBack, Consumer<FailureException> broken);

    /** Gives back everything that the answer holds. Idempotent. */
    @Override
    void close();
}
