package dev.chasqui.domain.reply;

import org.jspecify.annotations.Nullable;

/** A pull whose first piece was pulled ahead. Used by one thread. */
class PrefetchedPull<T> implements Pull<T> {
    private final Pull<T> inner;
    private @Nullable T first;
    private boolean over;

    PrefetchedPull(Pull<T> inner) {
        this.inner = inner;
        boolean begun = false;
        try {
            first = inner.next();
            over = first == null;
            begun = true;
        } finally {
            if (!begun) {
                inner.close();
            }
        }
    }

    @Override
    public @Nullable T next() {
        T piece = first;
        if (piece != null) {
            first = null;
            return piece;
        }
        if (over) {
            return null;
        }
        piece = inner.next();
        over = piece == null;
        return piece;
    }

    @Override
    public boolean ready() {
        return first != null || over || inner.ready();
    }

    @Override
    public void close() {
        inner.close();
    }
}
