package dev.chasqui.adapters.upstream.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The longest time that a wait for the server may take, and what is waited for. */
sealed interface ReadLimit {
    /** What is waited for, such as {@code the first byte}. */
    String phase();

    Duration limit();

    /**
     * Nanoseconds for a wait that begins now; more than 0.
     *
     * @throws TooSlowException if there is no time left
     */
    long nanosLeft() throws TooSlowException;

    /**
     * Nanoseconds that a wait may go on for, though its time is over; 0 or less if it may not. Does
     * not wait, and may be called by any thread.
     */
    default long nanosMore() {
        return 0;
    }

    /**
     * Milliseconds for a wait that begins now; at least 1.
     *
     * @throws TooSlowException if there is no time left
     */
    default int millisLeft() throws TooSlowException {
        return Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanosLeft()), 1, Integer.MAX_VALUE);
    }

    /** The limit counts for each wait. */
    static ReadLimit each(String phase, Duration limit) {
        return new Each(phase, limit);
    }

    /** The limit counts from now on for all waits together. */
    static ReadLimit inAll(String phase, Duration limit) {
        return new InAll(phase, limit, System.nanoTime() + limit.toNanos());
    }

    /**
     * The limit counts for each wait, but not before the request has been sent to its end.
     *
     * @param sending the request
     */
    static ReadLimit eachAfter(RequestSending sending, String phase, Duration limit) {
        return new After(phase, limit, sending, false);
    }

    /** The limit counts from when the request has been sent to its end, for all waits together. */
    static ReadLimit inAllAfter(RequestSending sending, String phase, Duration limit) {
        return new After(phase, limit, sending, true);
    }

    /** See {@link ReadLimit#each}. */
    record Each(String phase, Duration limit) implements ReadLimit {
        @Override
        public long nanosLeft() {
            return limit.toNanos();
        }
    }

    /** See {@link ReadLimit#inAll}. */
    record InAll(String phase, Duration limit, long deadline) implements ReadLimit {
        @Override
        public long nanosLeft() throws TooSlowException {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new TooSlowException(this);
            }
            return left;
        }
    }

    /** See {@link ReadLimit#eachAfter} and {@link ReadLimit#inAllAfter}. */
    record After(String phase, Duration limit, RequestSending sending, boolean inAll)
            implements ReadLimit {
        @Override
        public long nanosLeft() throws TooSlowException {
            long left = inAll ? nanosMore() : limit.toNanos();
            if (left <= 0) {
                throw new TooSlowException(this);
            }
            return left;
        }

        @Override
        public long nanosMore() {
            return limit.toNanos() - sending.nanosSinceEnd();
        }
    }

    /** A wait was longer than allowed. */
    final class TooSlowException extends IOException {
        private final transient ReadLimit exceeded;

        TooSlowException(ReadLimit exceeded) {
            super("waited " + exceeded.limit() + " for " + exceeded.phase());
            this.exceeded = exceeded;
        }

        ReadLimit exceeded() {
            return exceeded;
        }
    }
}
