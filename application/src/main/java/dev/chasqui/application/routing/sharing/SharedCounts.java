package dev.chasqui.application.routing.sharing;

import java.util.concurrent.atomic.AtomicInteger;

/** The counts of equal requests that share an answer. Safe for use by several threads. */
public final class SharedCounts {
    private final AtomicInteger open = new AtomicInteger();
    private volatile Runnable taken = () -> {};

    /** Sets the receiver of each answer to an equal request that is taken; it must not block. */
    public void watch(Runnable receiver) {
        taken = receiver;
    }

    /** Counts a request that begins to wait for an answer that others may share. */
    public void joins() {
        open.incrementAndGet();
    }

    /** Notes that such a request needs the answer no more. */
    public void leaves() {
        open.decrementAndGet();
    }

    /** Counts a request that takes the answer to an equal one. */
    public void taken() {
        taken.run();
    }

    /** Returns the number of requests that wait for, or read, an answer that others may share. */
    public int open() {
        return open.get();
    }
}
