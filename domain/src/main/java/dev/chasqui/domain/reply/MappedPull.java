package dev.chasqui.domain.reply;

import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A pull that passes on the pieces of another one, each changed by a function, and gives a resource
 * back when the other one is over.
 */
class MappedPull<T> implements Pull<T> {
    private final Pull<T> inner;
    private final UnaryOperator<T> each;
    private final Runnable giveBack;
    private final Consumer<FailureException> broken;

    MappedPull(Pull<T> inner, UnaryOperator<T> each, Runnable giveBack) {
        this(inner, each, giveBack, _ -> {});
    }

    MappedPull(
            Pull<T> inner,
            UnaryOperator<T> each,
            Runnable giveBack,
            Consumer<FailureException> broken) {
        this.broken = broken;
        this.inner = inner;
        this.each = each;
        this.giveBack = giveBack;
    }

    @Override
    public @Nullable T next() {
        T piece = pulled();
        if (piece == null) {
            // A slow client may take its time for the last pieces, which need the resource no more.
            giveBack.run();
            return null;
        }
        return each.apply(piece);
    }

    private @Nullable T pulled() {
        try {
            return inner.next();
        } catch (FailureException e) {
            broken.accept(e);
            throw e;
        }
    }

    @Override
    public boolean ready() {
        return inner.ready();
    }

    @Override
    public void close() {
        giveBack.run();
        inner.close();
    }
}
