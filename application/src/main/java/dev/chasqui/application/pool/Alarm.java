package dev.chasqui.application.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The alarm that wakes the pool's loop in time. Not a timer for each event: one that rings earlier
 * than need be does no harm. So there is one more only if all that are under way ring later, and
 * they become fewer by themselves. Used by the loop alone.
 */
final class Alarm {
    /** The delay after which a time that did not ring is lost: the timer had no memory for it. */
    private static final Duration LOST = Duration.ofSeconds(10);

    private final Consumer<Consumer<Instant>> loop;

    /** When it will ring, the next time first. */
    private final Deque<Instant> times = new ArrayDeque<>();

    /**
     * @param loop is told what to do when it rings
     */
    Alarm(Consumer<Consumer<Instant>> loop) {
        this.loop = loop;
    }

    /**
     * Does it at a certain time, or before.
     *
     * @param what the same each time
     */
    void by(Instant time, Instant now, Consumer<Instant> what) {
        while (!times.isEmpty() && times.getFirst().plus(LOST).isBefore(now)) {
            times.removeFirst();
        }
        if (!times.isEmpty() && !time.isBefore(times.getFirst())) {
            return;
        }
        long nanos = Math.max(0, Duration.between(now, time).toNanos());
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Thread::startVirtualThread)
                .execute(() -> loop.accept(then -> ring(time, then, what)));
        times.addFirst(time);
    }

    private void ring(Instant time, Instant now, Consumer<Instant> what) {
        times.remove(time);
        what.accept(now);
    }

    /** How many times it will ring. */
    int pending() {
        return times.size();
    }
}
