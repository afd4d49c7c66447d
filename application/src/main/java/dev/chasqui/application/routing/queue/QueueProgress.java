package dev.chasqui.application.routing.queue;

import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * The positions that a waiting request is told: each one that differs from the one before, and at
 * most one a second. Used by one thread at a time.
 */
final class QueueProgress {
    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

    private final IntConsumer receiver;
    private int told;
    private long dueAt;

    QueueProgress(IntConsumer receiver, long now) {
        this.receiver = receiver;
        dueAt = now;
    }

    /** Returns true if a position may be told now. */
    boolean isDue(long now) {
        return dueInNanos(now) <= 0;
    }

    /** Returns the time until a position may be told. */
    long dueInNanos(long now) {
        return dueAt - now;
    }

    /** Tells a position, if it is another one than before. */
    void tell(int position, long now) {
        dueAt = now + INTERVAL;
        if (position != told) {
            told = position;
            receiver.accept(position);
        }
    }
}
