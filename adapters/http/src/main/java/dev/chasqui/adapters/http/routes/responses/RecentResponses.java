package dev.chasqui.adapters.http.routes.responses;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bound on the responses that all connections remember together. What does not fit is not
 * remembered. Safe for use by several threads.
 */
public final class RecentResponses {
    /** The part of the heap; the items take several times the bytes of their JSON. */
    private static final int PART = 32;

    private final AtomicLong held = new AtomicLong();
    private final long most;

    /** Makes a bound for the present heap. */
    public RecentResponses() {
        this(Runtime.getRuntime().maxMemory() / PART);
    }

    /**
     * @param most the most bytes of JSON
     */
    RecentResponses(long most) {
        this.most = most;
    }

    /** Takes room for so many bytes; returns false if there is none. */
    boolean take(long bytes) {
        if (held.addAndGet(bytes) <= most) {
            return true;
        }
        free(bytes);
        return false;
    }

    /** Gives room back. */
    void free(long bytes) {
        held.addAndGet(-bytes);
    }

    /** Returns the bytes that are held; for tests. */
    long held() {
        return held.get();
    }
}
