package dev.chasqui.application.exchange;

import dev.chasqui.domain.reply.Held;

/**
 * An answer that is whole when it comes, so that it holds nothing.
 *
 * @param <A> the type of the answer itself
 */
interface Answered<A extends Answered<A>> extends Held<A> {

    /** {@inheritDoc} It is over already. */
    @Override
    @SuppressWarnings("unchecked") // By its declaration A is the type of this object.
    default A holding(Runnable giveBack) {
        giveBack.run();
        return (A) this;
    }

    @Override
    default void close() {}
}
