package dev.chasqui.application.routing;

import dev.chasqui.domain.account.Limit;

import java.util.List;

/**
 * The bound of the calls of one backend that begin within some windows. The times of the newest
 * calls are kept, so that each bound is exact in any window. Safe for use by several threads.
 */
final class RateGate {
    private final List<Limit.Requests> limits;
    private final Ring[] rings;

    RateGate(List<Limit.Requests> limits) {
        this.limits = limits;
        rings = limits.stream().map(Ring::new).toArray(Ring[]::new);
    }

    /** Returns true if the bounds are these. */
    boolean isOf(List<Limit.Requests> others) {
        return limits.equals(others);
    }

    /** Returns the time until one more call may begin; 0 if it may now. */
    synchronized long freesInNanos(long now) {
        long longest = 0;
        for (Ring ring : rings) {
            longest = Math.max(longest, ring.freesIn(now));
        }
        return longest;
    }

    /** Counts one more call and returns true, if it may begin now. */
    synchronized boolean enter(long now) {
        if (freesInNanos(now) > 0) {
            return false;
        }
        for (Ring ring : rings) {
            ring.add(now);
        }
        return true;
    }

    /** The times of the newest calls under one bound, which grow to as many as it allows. */
    private static final class Ring {
        private static final int SMALLEST = 8;

        private final long window;
        private final int most;
        private long[] times;
        private int next;
        private int size;

        Ring(Limit.Requests limit) {
            window = limit.window().toNanos();
            most = Math.toIntExact(limit.most());
            times = new long[Math.min(SMALLEST, most)];
        }

        long freesIn(long now) {
            return size < most ? 0 : Math.max(0, window - (now - times[next]));
        }

        void add(long now) {
            if (size == times.length && size < most) {
                grow();
            }
            times[next] = now;
            next = (next + 1) % times.length;
            size = Math.min(size + 1, times.length);
        }

        private void grow() {
            long[] longer = new long[(int) Math.min(most, 2L * times.length)];
            for (int i = 0; i < size; i++) {
                longer[i] = times[(next + i) % times.length];
            }
            times = longer;
            next = size;
        }
    }
}
