package dev.chasqui.application.routing;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bound of the second and later tries that are made at a time: a fifth of the requests under
 * way, and always some. Without it, failing backends would get several times their usual load. Safe
 * for use by several threads.
 */
final class RetryBudget {
    private static final int SHARE = 5;
    private static final int ALWAYS = 3;

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();

    /** Notes that a request begins. */
    void enter() {
        requests.incrementAndGet();
    }

    /** Notes that a request is over. */
    void leave() {
        requests.decrementAndGet();
    }

    /** Counts one more try and returns true, if it may be made. */
    boolean begin() {
        if (retries.incrementAndGet() <= Math.max(ALWAYS, requests.get() / SHARE)) {
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
