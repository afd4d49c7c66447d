package dev.chasqui.application.exchange;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ExchangeAnswer;

import java.util.function.Consumer;

/**
 * An answer that is whole when it comes and so holds no resources.
 *
 * @param <A> the type of the answer itself
 */
interface ImmediateAnswer<A extends ImmediateAnswer<A>> extends ExchangeAnswer<A> {

    /** {@inheritDoc} Gives the resource back at once, since the answer is over. */
    @Override
    @SuppressWarnings("unchecked") // A is the type of this object, by its declaration.
    default A holding(Runnable giveBack, Consumer<FailureException> broken) {
        giveBack.run();
        return (A) this;
    }

    @Override
    default void close() {}
}
