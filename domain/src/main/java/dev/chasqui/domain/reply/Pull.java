package dev.chasqui.domain.reply;

import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A source of pieces that its user pulls one by one: the events of a reply, or the bytes of an
 * answer that is forwarded.
 *
 * <p>This gives back-pressure and cancelling: pieces that are not pulled are not read from the
 * backend, and closing a pull closes everything under it, down to the backend's connection.
 *
 * <p>{@link #next} is called by one thread at a time; {@link #close} may be called at any time by
 * any thread and makes a waiting {@code next} end.
 *
 * @param <T> the type of a piece
 */
public interface Pull<T> extends AutoCloseable {

    /**
     * Returns the next piece, or null at the end. Blocks until there is one.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the source breaks off; then there is
     *     no further piece
     */
    @Nullable T next();

    /**
     * Returns true if {@link #next} would now return or throw without waiting; false if that is not
     * known. While it is true the writer may put off sending. Must be called by the thread that
     * calls {@code next}. Does not wait, and throws no failure: {@code next} does.
     */
    default boolean ready() {
        return false;
    }

    /** Gives back everything that this pull holds. Idempotent. */
    @Override
    void close();

    /**
     * Returns this pull with a resource to give back as soon as it is over, or closed before.
     *
     * @param giveBack gives the resource back; must be idempotent
     */
    default Pull<T> holding(Runnable giveBack) {
        return new MappedPull<>(this, UnaryOperator.identity(), giveBack);
    }

    /**
     * Returns this pull with a resource to give back as soon as it is over, or closed before.
     *
     * @param giveBack gives the resource back; must be idempotent
     * @param broken is told the failure if it breaks off
     */
    default Pull<T> holding(Runnable giveBack, Consumer<FailureException> broken) {
        return new MappedPull<>(this, UnaryOperator.identity(), giveBack, broken);
    }

    /**
     * Returns this pull with a function applied to each piece; closing the result closes this one.
     */
    default Pull<T> map(UnaryOperator<T> change) {
        return new MappedPull<>(this, change, () -> {});
    }

    /**
     * Waits for the first piece and returns this pull, which still gives that piece first.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the pull breaks off before its first
     *     piece; it is closed then
     */
    default Pull<T> prefetched() {
        return new PrefetchedPull<>(this);
    }
}
