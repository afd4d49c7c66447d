package dev.chasqui.application.exchange.coalescing;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The count of the bytes that are kept of all answers that several requests may share. Safe for use
 * by several threads.
 */
public final class KeptBytes {
    /** The most bytes, by estimate. */
    static final long MOST = 64 << 20;

    private final AtomicLong count = new AtomicLong();
    private final long most;

    /** Makes the count of the usual bound. */
    public KeptBytes() {
        this(MOST);
    }

    KeptBytes(long most) {
        this.most = most;
    }

    /** Adds bytes, or takes some away. */
    void add(long more) {
        count.addAndGet(more);
    }

    /** Returns true if more are kept than shall be. */
    boolean isTooMuch() {
        return count.get() > most;
    }

    /** Returns the number of bytes. */
    long count() {
        return count.get();
    }
}
