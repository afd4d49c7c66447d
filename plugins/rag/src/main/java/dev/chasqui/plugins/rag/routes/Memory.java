package dev.chasqui.plugins.rag.routes;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory that documents may take while they are read and added, all of them together. It is
 * reserved before a document comes into memory, so that many large ones at a time wait or are sent
 * away where they would otherwise exhaust the server. Safe for many threads.
 */
final class Memory {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final int UNIT = 1 << 10;

    private final int units;
    private final Semaphore free;
    private final Duration patience;

    /** A part of this machine's heap that leaves enough to all others. */
    Memory() {
        this(Runtime.getRuntime().maxMemory() / 8 * 5, PATIENCE);
    }

    /**
     * @param bytes how much there is
     * @param patience how long one waits for others to give back what they hold
     */
    Memory(long bytes, Duration patience) {
        this.units = units(bytes);
        this.free = new Semaphore(units);
        this.patience = patience;
    }

    /** What is reserved, until it is closed. Used by one thread. */
    final class Lease implements AutoCloseable {
        private int held;

        private Lease(int held) {
            this.held = held;
        }

        /** Gives back what goes beyond so many bytes. */
        void shrinkTo(long bytes) {
            int kept = Math.min(held, units(bytes));
            free.release(held - kept);
            held = kept;
        }

        @Override
        public void close() {
            shrinkTo(0);
        }
    }

    /** How many bytes there are when nobody holds any. */
    long most() {
        return (long) units * UNIT;
    }

    /**
     * Reserves memory, once there is enough.
     *
     * @param name of the document, for messages
     * @throws FailureException with {@code TooLarge} if there is never so much, with {@code
     *     Overloaded} if others hold it for too long
     */
    Lease reserve(long bytes, String name) {
        int wanted = units(bytes);
        if (wanted > units) {
            throw new FailureException(
                    new Failure.TooLarge(
                            name
                                    + ": reading it takes "
                                    + (bytes >> 20)
                                    + " MiB of memory, more than this server spares for documents ("
                                    + (most() >> 20)
                                    + " MiB); split it, send it as a file in a form, or give the"
                                    + " server more"));
        }
        if (!acquire(wanted)) {
            throw new FailureException(
                    new Failure.Overloaded(
                            "too many large documents are being added; try again later",
                            RETRY_AFTER));
        }
        return new Lease(wanted);
    }

    private boolean acquire(int wanted) {
        try {
            return free.tryAcquire(wanted)
                    || free.tryAcquire(wanted, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    private static int units(long bytes) {
        return Math.toIntExact(Math.min(Math.ceilDiv(bytes, UNIT), Integer.MAX_VALUE));
    }
}
