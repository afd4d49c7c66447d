package dev.chasqui.adapters.upstream.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The longest time that a wait for the server may take, and the name of what it waits for. */
sealed interface ReadLimit {
    /** Returns the name of what is awaited, for messages, such as {@code the first byte}. */
    String phase();

    Duration limit();

    /**
     * Returns the nanoseconds for a wait that begins now; more than 0.
     *
     * @throws TooSlowException if no time is left
     */
    long nanosLeft() throws TooSlowException;

    /**
     * Returns the nanoseconds by which a wait is extended after its time has passed; 0 or less if
     * it is over. Does not wait; any thread may call it.
     */
    default long nanosMore() {
        return 0;
    }

    /**
     * Returns the milliseconds for a wait that begins now; at least 1.
     *
     * @throws TooSlowException if no time is left
     */
    default int millisLeft() throws TooSlowException {
        return Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanosLeft()), 1, Integer.MAX_VALUE);
    }

    /** Returns a limit for each single wait. */
    static ReadLimit each(String phase, Duration limit) {
        return new Each(phase, limit);
    }

    /** Returns a limit for all waits together, counted from now. */
    static ReadLimit inAll(String phase, Duration limit) {
        return new InAll(phase, limit, System.nanoTime() + limit.toNanos());
    }

    /**
     * Returns a limit for each single wait, which does not end before the limit has passed since
     * the request was sent completely.
     *
     * @param sending the request
     */
    static ReadLimit eachAfter(RequestSending sending, String phase, Duration limit) {
        return new After(phase, limit, sending, false);
    }

    /** Returns a limit for all waits together, counted from the complete sending of the request. */
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

    /** A wait that took longer than its limit. */
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
