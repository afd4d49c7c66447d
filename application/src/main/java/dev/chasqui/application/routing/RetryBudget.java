package dev.chasqui.application.routing;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bound of the second and later tries that are made at a time: a fifth of the open calls, and
 * always some. Without it, failing backends would get several times their usual load. Safe for use
 * by several threads.
 */
final class RetryBudget {
    private static final int SHARE = 5;
    private static final int ALWAYS = 3;

    private final AtomicInteger retries = new AtomicInteger();

    /**
     * Counts one more try and returns true, if it may be made.
     *
     * @param open the open calls of all requests
     */
    boolean begin(int open) {
        if (retries.incrementAndGet() <= Math.max(ALWAYS, open / SHARE)) {
            return true;
        }
        retries.decrementAndGet();
        return false;
    }

    /** Notes that a try has begun its answer, or failed. */
    void end() {
        retries.decrementAndGet();
    }
}
