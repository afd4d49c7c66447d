package dev.chasqui.domain.reply;

import org.jspecify.annotations.Nullable;

import java.util.function.UnaryOperator;

/**
 * Something that comes piece by piece and is pulled by the one who uses it: the events of a reply,
 * the bytes of an answer that is handed on.
 *
 * <p>Back-pressure and cancelling come from that: what is not pulled is not read from the backend,
 * and closing a pull closes what is under it, down to the backend's connection.
 *
 * <p>{@link #next} is called by one thread at a time; {@link #close} may be called at any time by
 * any thread and makes a waiting {@code next} end.
 *
 * @param <T> the type of a piece
 */
public interface Pull<T> extends AutoCloseable {

    /**
     * The next piece, or null at the end. Blocks until there is one.
     *
     * @throws dev.chasqui.domain.failure.FailureException if it breaks off; then there is no
     *     further piece
     */
    @Nullable T next();

    /**
     * Whether {@link #next} would now end without waiting; false if that is not known. While it is
     * true the writer may put off sending. Called by the thread that calls {@code next}; does not
     * wait, and leaves failures to {@code next}.
     */
    default boolean ready() {
        return false;
    }

    /** Gives back all that this pull holds. Idempotent. */
    @Override
    void close();

    /**
     * This pull, which gives something back as soon as it is over, or closed before.
     *
     * @param giveBack idempotent
     */
    default Pull<T> holding(Runnable giveBack) {
        return new PassedPull<>(this, UnaryOperator.identity(), giveBack);
    }

    /** This pull, each piece of which goes through a function; closing the result closes this. */
    default Pull<T> around(UnaryOperator<T> each) {
        return new PassedPull<>(this, each, () -> {});
    }

    /**
     * This pull, of which the first piece is there already.
     *
     * @throws dev.chasqui.domain.failure.FailureException if there is none because it breaks off;
     *     then it is closed
     */
    default Pull<T> begun() {
        return new BegunPull<>(this);
    }
}
