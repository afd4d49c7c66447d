package dev.chasqui.application.routing;

import dev.chasqui.application.routing.queue.RequestQueue;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A count of open calls that can be retired once there are none. Whoever leaves it makes room for
 * one who waits in the queue. Safe for use by several threads.
 */
final class OpenCount {
    /** The value of a retired count; so low that no number of calls makes it positive. */
    private static final int RETIRED = Integer.MIN_VALUE / 2;

    private final RequestQueue queue;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * @param queue the queue of those who wait for such counts
     */
    OpenCount(RequestQueue queue) {
        this.queue = queue;
    }

    int open() {
        return Math.max(0, open.get());
    }

    /**
     * Counts one more call and returns true, unless there are as many as there may be, or the count
     * is retired.
     */
    boolean enter(OptionalInt most) {
        int bound = most.orElse(Integer.MAX_VALUE);
        int now = open.get();
        // No call is counted before it may begin: others would wait for a place that is free.
        while (now >= 0 && now < bound) {
            if (open.compareAndSet(now, now + 1)) {
                return true;
            }
            now = open.get();
        }
        return false;
    }

    void leave() {
        open.decrementAndGet();
        queue.freed(this);
    }

    /** Ends the count and returns true, if no call is open. */
    boolean retire() {
        return open.compareAndSet(0, RETIRED);
    }
}
