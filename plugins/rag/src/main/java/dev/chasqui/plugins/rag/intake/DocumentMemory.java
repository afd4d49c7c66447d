package dev.chasqui.plugins.rag.intake;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory that all documents together may take while they are read and added. It is reserved
 * before a document is loaded, so that many large documents at a time wait or are refused instead
 * of exhausting the server. A semaphore counts it in units of 1 KiB. Safe for use by several
 * threads.
 */
public final class DocumentMemory {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final int UNIT = 1 << 10;

    private final int units;
    private final Semaphore free;
    private final Duration patience;

    /** Makes a budget of five eighths of the heap, which leaves enough for everything else. */
    DocumentMemory() {
        this(Runtime.getRuntime().maxMemory() / 8 * 5, PATIENCE);
    }

    /**
     * @param bytes the size of the budget
     * @param patience the longest wait of a reservation
     */
    DocumentMemory(long bytes, Duration patience) {
        this.units = units(bytes);
        this.free = new Semaphore(units);
        this.patience = patience;
    }

    /** A reservation, which closing gives back. Used by one thread. */
    public final class Lease implements AutoCloseable {
        private int held;

        private Lease(int held) {
            this.held = held;
        }

        /** Gives back the memory beyond this many bytes. */
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

    /** Returns the size of the whole budget in bytes. */
    long size() {
        return (long) units * UNIT;
    }

    /**
     * Reserves memory; waits until enough is free.
     *
     * @param bytes the memory to reserve
     * @param name the document's name, for messages
     * @throws FailureException with {@code TooLarge} if the whole budget is smaller, with {@code
     *     Overloaded} if too little gets free in time, with {@code Cancelled} if the thread is
     *     interrupted
     */
    public Lease reserve(long bytes, String name) {
        int wanted = units(bytes);
        if (wanted > units) {
            throw new FailureException(
                    new Failure.TooLarge(
                            name
                                    + ": reading it takes "
                                    + (bytes >> 20)
                                    + " MiB of memory, more than this server spares for documents ("
                                    + (size() >> 20)
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
