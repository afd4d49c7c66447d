package dev.chasqui.application.routing.queue;

import java.time.Duration;

/**
 * The pace at which waiting requests get their places, for an estimate of a later try's chance.
 * Used by one thread at a time.
 */
final class QueuePace {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(60);

    /** The share of a new interval in the usual one. */
    private static final double NEW_SHARE = 0.2;

    private double usual;
    private long last;

    /** Notes that the queue is no longer empty. */
    void begun(long now) {
        last = now;
    }

    /** Notes that a request got its place. */
    void served(long now) {
        double interval = (double) (now - last);
        usual = usual > 0 ? usual + NEW_SHARE * (interval - usual) : interval;
        last = now;
    }

    /**
     * Returns the time after which as many requests as wait now will probably have their places, at
     * least 1 s and at most 60 s.
     */
    Duration retryAfter(int waiting, long now) {
        long nanos = (long) (Math.max(usual, (double) (now - last)) * waiting);
        return Duration.ofNanos(Math.clamp(nanos, LEAST.toNanos(), MOST.toNanos()));
    }
}
