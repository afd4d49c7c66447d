package dev.chasqui.application.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The timer that wakes the pool's loop in time. It does not start a timer for each event, since to
 * wake too early does no harm: it starts one only if all that are running expire later. So their
 * number shrinks by itself. Used by the loop alone.
 */
final class LoopTimer {
    /** The delay after which a timer that did not fire is lost: there was no memory to run it. */
    private static final Duration LOST = Duration.ofSeconds(10);

    private final Consumer<Consumer<Instant>> loop;

    /** The times at which timers fire, the next one first. */
    private final Deque<Instant> times = new ArrayDeque<>();

    /**
     * @param loop takes the action for the loop to run when a timer fires
     */
    LoopTimer(Consumer<Consumer<Instant>> loop) {
        this.loop = loop;
    }

    /**
     * Runs an action at a certain time, or before.
     *
     * @param action the action, the same at each call
     */
    void runBy(Instant time, Instant now, Consumer<Instant> action) {
        while (!times.isEmpty() && times.getFirst().plus(LOST).isBefore(now)) {
            times.removeFirst();
        }
        if (!times.isEmpty() && !time.isBefore(times.getFirst())) {
            return;
        }
        long nanos = Math.max(0, Duration.between(now, time).toNanos());
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Thread::startVirtualThread)
                .execute(() -> loop.accept(then -> fire(time, then, action)));
        times.addFirst(time);
    }

    private void fire(Instant time, Instant now, Consumer<Instant> action) {
        times.remove(time);
        action.accept(now);
    }

    /** Returns the number of running timers. */
    int pending() {
        return times.size();
    }
}
