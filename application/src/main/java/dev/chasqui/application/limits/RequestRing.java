package dev.chasqui.application.limits;

/**
 * The times at which the newest requests of an owner began, in order. With them every limit of
 * requests is exact in any window: one more may begin if the request that is {@code most} back
 * began at least a window ago. Times are nanoseconds of one clock. Not safe for use by several
 * threads.
 */
final class RequestRing {
    private static final int SMALLEST = 8;

    private long[] times = new long[SMALLEST];
    private int first;
    private int size;

    /**
     * Returns the time until one more request may begin; 0 if it may now.
     *
     * @param most the most requests in a window
     */
    long freesIn(long most, long window, long now) {
        if (size < most) {
            return 0;
        }
        return Math.max(0, window - (now - at(size - (int) most)));
    }

    /** Returns the number of requests that began within the window that ends now. */
    long count(long window, long now) {
        if (size == 0 || now - times[first] < window) {
            // So it is nearly always, since each new request forgets what is older.
            return size;
        }
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (now - at(middle) >= window) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return size - (long) low;
    }

    /** Returns the time until no request is within the window any more. */
    long emptyIn(long window, long now) {
        return size == 0 ? 0 : Math.max(0, window - (now - at(size - 1)));
    }

    /**
     * Notes a request that begins now.
     *
     * @param keep the number of times to keep; older ones decide nothing
     * @param window the time after which no request decides anything
     */
    void add(long keep, long window, long now) {
        forget(keep - 1, window, now);
        if (size == times.length) {
            resize(2 * times.length);
        }
        times[(first + size) % times.length] = now;
        size++;
    }

    /** Forgets times that decide nothing, and gives memory back. */
    void forget(long keep, long window, long now) {
        while (size > 0 && (size > keep || now - times[first] >= window)) {
            first = (first + 1) % times.length;
            size--;
        }
        if (times.length > SMALLEST && size < times.length / 4) {
            resize(times.length / 2);
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    private long at(int index) {
        return times[(int) (((long) first + index) % times.length)];
    }

    private void resize(int length) {
        long[] next = new long[length];
        for (int i = 0; i < size; i++) {
            next[i] = at(i);
        }
        times = next;
        first = 0;
    }
}
