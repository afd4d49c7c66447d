package dev.chasqui.application.limits;

import java.util.Arrays;

/**
 * The tokens that an owner used within one window, counted in sixtieths of it. A sixtieth counts as
 * long as any part of it is within the window, so the count is never less than the true one. The
 * tokens that running requests have reserved count as well, whenever they began. Times are
 * nanoseconds of one clock. Not safe for use by several threads.
 */
final class TokenWindow {
    private static final int PARTS = 60;

    /** The sixtieths that have a part within a window, which begins and ends within one. */
    private static final int TOUCHED = PARTS + 1;

    private final long window;
    private final long width;
    private final long[] used = new long[TOUCHED];
    private long newest;
    private long sum;
    private long reserved;

    TokenWindow(long window, long now) {
        this.window = window;
        width = Math.ceilDiv(window, PARTS);
        newest = Math.floorDiv(now, width);
    }

    long window() {
        return window;
    }

    /** Returns what is left now; less than 0 if answers were longer than what was reserved. */
    long left(long most, long now) {
        advance(now);
        return most - sum - reserved;
    }

    void reserve(long tokens) {
        reserved += tokens;
    }

    /** Counts the tokens that a request used in place of those that it had reserved. */
    void settle(long reservation, long tokens, long now) {
        advance(now);
        reserved -= reservation;
        used[slot(newest)] += tokens;
        sum += tokens;
    }

    /**
     * Returns the time until so many tokens are left; -1 if that depends on requests that run.
     *
     * @param tokens the number, at most {@code most}
     */
    long freesIn(long tokens, long most, long now) {
        long missing = tokens - left(most, now);
        for (long part = newest - PARTS; part <= newest && missing > 0; part++) {
            missing -= used[slot(part)];
            if (missing <= 0) {
                return leaves(part, now);
            }
        }
        return missing <= 0 ? 0 : -1;
    }

    /** Returns the time until all of the limit is free, if the running requests use nothing. */
    long emptyIn(long now) {
        advance(now);
        if (reserved > 0) {
            return window;
        }
        for (long part = newest; part >= newest - PARTS; part--) {
            if (used[slot(part)] > 0) {
                return leaves(part, now);
            }
        }
        return 0;
    }

    boolean isEmpty(long now) {
        advance(now);
        return sum == 0 && reserved == 0;
    }

    private long leaves(long part, long now) {
        return (part + TOUCHED) * width - now;
    }

    private void advance(long now) {
        long present = Math.floorDiv(now, width);
        if (present - newest >= TOUCHED) {
            Arrays.fill(used, 0);
            sum = 0;
            newest = present;
        }
        while (newest < present) {
            newest++;
            int slot = slot(newest);
            sum -= used[slot];
            used[slot] = 0;
        }
    }

    private static int slot(long part) {
        return Math.floorMod(part, TOUCHED);
    }
}
