package dev.chasqui.application.routing.queue;

import dev.chasqui.domain.exchange.Cancellation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;

/**
 * A request that has found no place: what it waits for, and its ticket in the queue. For use by one
 * thread, which closes it.
 */
public final class QueuedRequest implements AutoCloseable {
    private final RequestQueue queue;
    private final Condition turn;
    private final QueueTicket ticket;
    private final long began;
    private final @Nullable QueueProgress progress;
    private final Map<Object, AwaitedPlace> obstacles = new LinkedHashMap<>();

    /** True once its client has left; guarded by the lock of the queue. */
    private boolean cancelled;

    /**
     * @param turn wakes the thread of the request
     */
    QueuedRequest(
            RequestQueue queue,
            Condition turn,
            String caller,
            int priority,
            long began,
            @Nullable QueueProgress progress) {
        this.queue = queue;
        this.turn = turn;
        this.began = began;
        this.progress = progress;
        ticket = new QueueTicket(caller, priority, turn::signal);
    }

    QueueTicket ticket() {
        return ticket;
    }

    Condition turn() {
        return turn;
    }

    @Nullable QueueProgress progress() {
        return progress;
    }

    /** Returns what is left of the longest wait. */
    public long leftNanos(QueueRules rules, long now) {
        return rules.deadline().toNanos() - (now - began);
    }

    Duration waited(long now) {
        return Duration.ofNanos(now - began);
    }

    boolean isCancelled() {
        return cancelled;
    }

    void cancel() {
        cancelled = true;
        ticket.wake();
    }

    /** Returns true if no place is free for the request, nor kept for it. */
    public boolean isTaken(AwaitedPlace place) {
        return queue.isTaken(place, this);
    }

    /** Adds places that the request cannot take now; its wait ends when one of them is free. */
    public void noteObstacles(List<AwaitedPlace> places) {
        places.forEach(place -> obstacles.putIfAbsent(place.key(), place));
    }

    /** Returns true if something is in its way that passes soon by itself. */
    public boolean hasObstacles() {
        return !obstacles.isEmpty();
    }

    /** Returns true if a place is kept for the request, so that it need not stand back. */
    public boolean isCalled() {
        return queue.isCalled(this);
    }

    /**
     * Waits until the request may look for a place once more.
     *
     * @param seen the {@link RequestQueue#changes} before it looked for one
     * @return the reason why it may not; empty if it may
     * @throws dev.chasqui.domain.failure.FailureException with {@code Cancelled} if its client
     *     leaves
     */
    public Optional<QueueRefusal> await(long seen, QueueRules rules, Cancellation cancellation) {
        List<AwaitedPlace> places = List.copyOf(obstacles.values());
        obstacles.clear();
        return queue.await(this, places, seen, rules, cancellation);
    }

    /** Notes that the request has got a place, and leaves the queue. */
    public void served() {
        queue.leave(this, true);
    }

    /** Leaves the queue. Idempotent. */
    @Override
    public void close() {
        queue.leave(this, false);
    }
}
