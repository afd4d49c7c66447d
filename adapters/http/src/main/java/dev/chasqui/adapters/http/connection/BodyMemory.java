package dev.chasqui.adapters.http.connection;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory that bodies of requests may take, all of them together, from before they are read
 * until their exchanges are over.
 *
 * <p>It is reserved for a whole body at once and in the order of asking: taken piece by piece, many
 * half bodies would hold it all, and none would get to its end. Small bodies have a share of their
 * own, so that they never wait for large ones. Safe for use by several threads.
 */
public final class BodyMemory {
    /** A body up to this size is a small one. */
    static final int SMALL = 64 << 10;

    /** A body is held as it came, as it was edited for a backend, and once more in its texts. */
    private static final int TIMES = 3;

    /** Of the whole, the small ones have this part. */
    private static final int PARTS = 8;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int UNIT = 1 << 10;

    /** So much that nobody waits; for bodies that somebody else counts. */
    static final BodyMemory ENDLESS = new BodyMemory(Long.MAX_VALUE, Duration.ZERO);

    private final int largeUnits;
    private final Semaphore large;
    private final Semaphore small;
    private final Duration patience;

    /**
     * @param bytes how much there is; room for one small body there is always
     * @param patience how long one waits for others to give back what they hold
     */
    BodyMemory(long bytes, Duration patience) {
        int all = units(bytes);
        this.largeUnits = Math.max(all - all / PARTS, units((long) SMALL * TIMES));
        this.large = new Semaphore(largeUnits, true);
        this.small = new Semaphore(Math.max(all / PARTS, units((long) SMALL * TIMES)), true);
        this.patience = patience;
    }

    /** As much as the limits say. */
    public static BodyMemory of(ServerLimits limits, Duration patience) {
        return new BodyMemory(
                limits.bodyMemory()
                        .orElseGet(() -> usual(Runtime.getRuntime().maxMemory(), limits.body())),
                patience);
    }

    /**
     * What there is if nobody says how much: a quarter of the heap; more, up to half of it, where
     * one of the largest bodies takes more than that.
     */
    static long usual(long heap, int largestBody) {
        long one = Math.ceilDiv((long) largestBody * TIMES * PARTS, PARTS - 1);
        return Math.clamp(one, heap / 4, heap / 2);
    }

    /** What is reserved, until it is closed. Used by one thread. */
    static final class Lease implements AutoCloseable {
        private final Semaphore share;
        private int held;

        private Lease(Semaphore share, int held) {
            this.share = share;
            this.held = held;
        }

        /** Gives back what a body of this length does not need. */
        void shrinkTo(long length) {
            int kept = Math.min(held, units(length * TIMES));
            share.release(held - kept);
            held = kept;
        }

        @Override
        public void close() {
            shrinkTo(0);
        }
    }

    /** The length of the largest body for which there is ever room. */
    long mostBody() {
        return (long) largeUnits * UNIT / TIMES;
    }

    /**
     * Reserves what a body of this length takes, once there is room for it.
     *
     * @throws FailureException with {@code TooLarge} if there never is, with {@code Overloaded} if
     *     others hold it for too long
     */
    Lease reserve(long length) {
        if (length > mostBody()) {
            throw new FailureException(tooLarge());
        }
        Semaphore share = length <= SMALL ? small : large;
        int wanted = units(length * TIMES);
        if (!acquire(share, wanted)) {
            throw new FailureException(
                    new Failure.Overloaded(
                            "other requests take all the memory that there is for bodies"
                                    + " ('server.bodyMemory' of the config); try again later",
                            RETRY_AFTER));
        }
        return new Lease(share, wanted);
    }

    Failure tooLarge() {
        return new Failure.TooLarge(
                "the body is larger than "
                        + mostBody()
                        + " bytes; for more the server has no memory ('server.bodyMemory' of its"
                        + " config, at most half of what Java may take if it is not told)");
    }

    /** How many wait for room; for tests. */
    int waiting() {
        return large.getQueueLength() + small.getQueueLength();
    }

    private boolean acquire(Semaphore share, int wanted) {
        try {
            // Not without a time: that would pass over those who wait.
            return share.tryAcquire(wanted, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    private static int units(long bytes) {
        return (int) Math.min(Math.ceilDiv(bytes, UNIT), Integer.MAX_VALUE);
    }
}
