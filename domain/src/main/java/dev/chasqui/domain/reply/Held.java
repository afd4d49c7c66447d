package dev.chasqui.domain.reply;

/**
 * An answer that may hold something until it is over: a connection, a lease, a place among the open
 * calls.
 *
 * @param <A> the type of the answer itself
 */
public interface Held<A extends Held<A>> extends AutoCloseable {

    /**
     * This answer, which gives something back as soon as it is over, or closed before.
     *
     * @param giveBack idempotent
     */
    A holding(Runnable giveBack);

    /** Gives back all that the answer holds. Idempotent. */
    @Override
    void close();
}
