package dev.chasqui.adapters.http.connection;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The bound on the memory of all request bodies together. The memory of a body is reserved from
 * before it is read until its exchange is over.
 *
 * <p>It is reserved for a whole body at once, in the order of requests. If bodies took it piece by
 * piece, many half-read ones could hold all of it, and none would ever be complete. Small bodies
 * have a share of their own, so that they never wait for large ones. Safe for use by several
 * threads.
 */
public final class BodyMemory {
    /** The largest size of a small body, in bytes. */
    public static final int SMALL = 64 << 10;

    /**
     * The number of times that a body is held: as it came, as it was edited for a backend, and in
     * its texts.
     */
    private static final int COPIES = 3;

    /** The divisor of the whole memory that yields the share of small bodies. */
    private static final int SMALL_SHARE_DIVISOR = 8;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int UNIT = 1 << 10;

    /** An unlimited memory, for bodies that are counted elsewhere. */
    static final BodyMemory UNLIMITED = new BodyMemory(Long.MAX_VALUE, Duration.ZERO);

    private final int largeUnits;
    private final Semaphore large;
    private final Semaphore small;
    private final Duration waitLimit;

    /**
     * Creates a memory.
     *
     * @param bytes the size in bytes; it is raised to fit at least one small body
     * @param waitLimit the longest time to wait for memory that other bodies hold
     */
    BodyMemory(long bytes, Duration waitLimit) {
        int all = units(bytes);
        this.largeUnits = Math.max(all - all / SMALL_SHARE_DIVISOR, units((long) SMALL * COPIES));
        this.large = new Semaphore(largeUnits, true);
        this.small =
                new Semaphore(
                        Math.max(all / SMALL_SHARE_DIVISOR, units((long) SMALL * COPIES)), true);
        this.waitLimit = waitLimit;
    }

    /** Returns the memory that the limits state. */
    public static BodyMemory of(ServerLimits limits, Duration waitLimit) {
        return new BodyMemory(
                limits.bodyMemory()
                        .orElseGet(
                                () ->
                                        defaultBytes(
                                                Runtime.getRuntime().maxMemory(), limits.body())),
                waitLimit);
    }

    /**
     * Returns the default size in bytes: a quarter of the heap. It is more, up to half of the heap,
     * if one of the largest bodies needs more.
     */
    static long defaultBytes(long heap, int largestBody) {
        long one =
                Math.ceilDiv(
                        (long) largestBody * COPIES * SMALL_SHARE_DIVISOR, SMALL_SHARE_DIVISOR - 1);
        return Math.clamp(one, heap / 4, heap / 2);
    }

    /** A reservation, until it is closed. Used by one thread. */
    public static final class Reservation implements AutoCloseable {
        private final Semaphore share;
        private int held;

        private Reservation(Semaphore share, int held) {
            this.share = share;
            this.held = held;
        }

        /** Returns the part of the memory that a body of this length does not need. */
        public void shrinkTo(long length) {
            int kept = Math.min(held, units(length * COPIES));
            share.release(held - kept);
            held = kept;
        }

        @Override
        public void close() {
            shrinkTo(0);
        }
    }

    /** Returns the length in bytes of the largest body for which there is ever room. */
    long largestBody() {
        return (long) largeUnits * UNIT / COPIES;
    }

    /**
     * Reserves memory for a body of this length; waits until there is room.
     *
     * @throws FailureException with {@code TooLarge} if there is never room, with {@code
     *     Overloaded} if other bodies hold the memory for too long, with {@code Cancelled} if the
     *     thread is interrupted
     */
    public Reservation reserve(long length) {
        if (length > largestBody()) {
            throw new FailureException(tooLarge());
        }
        Semaphore share = length <= SMALL ? small : large;
        int wanted = units(length * COPIES);
        if (!acquire(share, wanted)) {
            throw new FailureException(
                    new Failure.Overloaded(
                            "other requests hold all the memory for bodies"
                                    + " ('server.bodyMemory' of the config); try again later",
                            RETRY_AFTER));
        }
        return new Reservation(share, wanted);
    }

    Failure tooLarge() {
        return new Failure.TooLarge(
                "the body is larger than "
                        + largestBody()
                        + " bytes, the most that fits into the memory for bodies"
                        + " ('server.bodyMemory' of the config; by default at most half of Java's"
                        + " heap)");
    }

    /** Returns the number of threads that wait for room; for tests. */
    int waiting() {
        return large.getQueueLength() + small.getQueueLength();
    }

    private boolean acquire(Semaphore share, int wanted) {
        try {
            // The variant without a timeout would pass over the threads that wait.
            return share.tryAcquire(wanted, waitLimit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    private static int units(long bytes) {
        return (int) Math.min(Math.ceilDiv(bytes, UNIT), Integer.MAX_VALUE);
    }
}
