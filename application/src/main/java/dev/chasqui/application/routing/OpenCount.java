package dev.chasqui.application.routing;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A count of open calls that can be retired once there are none. Safe for use by several threads.
 */
final class OpenCount {
    /** The value of a retired count; so low that no number of calls makes it positive. */
    private static final int RETIRED = Integer.MIN_VALUE / 2;

    private final AtomicInteger open = new AtomicInteger();

    int open() {
        return Math.max(0, open.get());
    }

    /**
     * Counts one more call and returns true, unless there are as many as there may be, or the count
     * is retired.
     */
    boolean enter(OptionalInt most) {
        int now = open.incrementAndGet();
        if (now > 0 && now <= most.orElse(Integer.MAX_VALUE)) {
            return true;
        }
        open.decrementAndGet();
        return false;
    }

    void leave() {
        open.decrementAndGet();
    }

    /** Ends the count and returns true, if no call is open. */
    boolean retire() {
        return open.compareAndSet(0, RETIRED);
    }
}
