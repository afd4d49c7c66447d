package dev.chasqui.application.routing.queue;

import dev.chasqui.domain.binding.Durations;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * The queue of the requests whose backends are all busy. Each waits on its own thread and is woken
 * when it is its turn: when a call ends, the next one that waits for its place is called and looks
 * for a place anew. Safe for use by several threads.
 *
 * <pre>
 *   no place -> WAITING --(a place is free, and it is next)--> CALLED --(it takes a place)--> served
 *                 |  ^                                            |
 *                 |  +---------(other places are taken)-----------+
 *                 +-> refused after the deadline; gone when its client leaves
 * </pre>
 *
 * <p>No wake-up is lost: one that comes is in the line before it looks at the free places, and one
 * that ends a call frees its place before it looks at the line. Who changes what decides about
 * backends counts the change after it; one that looked before the change does not wait. A place
 * that is kept for one that is called is not free for one that comes. While nobody waits, all this
 * costs one read of a field.
 */
public final class RequestQueue {
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final WaitingLine line = new WaitingLine();
    private final QueuePace pace = new QueuePace();
    private final AtomicLong changes = new AtomicLong();
    private volatile int length;
    private volatile Consumer<Duration> waits = _ -> {};

    /**
     * @param nanos the clock, as {@link System#nanoTime()}
     */
    public RequestQueue(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Returns the number of requests that wait. */
    public int length() {
        return length;
    }

    /** Sets the receiver of the length of each wait that is over; it must not block. */
    public void watch(Consumer<Duration> receiver) {
        waits = receiver;
    }

    /**
     * Has all requests that wait look for a place anew, and those that are about to wait: what
     * decides about their backends has changed.
     */
    public void lookAgain() {
        lock.lock();
        try {
            changes.incrementAndGet();
            line.all().forEach(QueueTicket::wake);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of changes after which all looked again. */
    public long changes() {
        return changes.get();
    }

    /** Returns true if no request waits. */
    public boolean isEmpty() {
        return length == 0;
    }

    /**
     * Makes a request that has found no place. It waits from its first {@code await} on.
     *
     * @param caller the name of the caller: callers take turns
     * @param priority the place of the caller; a higher one comes first, 0 is the usual one
     * @param position the receiver of its positions, which must not block; empty if they are not
     *     shown
     */
    public QueuedRequest request(String caller, int priority, Optional<IntConsumer> position) {
        long now = nanos.getAsLong();
        return new QueuedRequest(
                this,
                lock.newCondition(),
                caller,
                priority,
                now,
                position.map(receiver -> new QueueProgress(receiver, now)).orElse(null));
    }

    /** Calls those that wait for a place of this key, as many as are free. */
    public void freed(Object key) {
        if (isEmpty()) {
            return;
        }
        lock.lock();
        try {
            settle(key, nanos.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    /** Returns true if no place is free for a request that does not wait yet. */
    public boolean isTaken(AwaitedPlace place) {
        lock.lock();
        try {
            return free(place) <= 0;
        } finally {
            lock.unlock();
        }
    }

    /** Returns true if no place is free for a request, nor kept for it. */
    boolean isTaken(AwaitedPlace place, QueuedRequest by) {
        lock.lock();
        try {
            int kept = by.ticket().isCalled() && by.ticket().place(place.key()) != null ? 1 : 0;
            return free(place) + kept <= 0;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of free places that are kept for nobody. */
    private int free(AwaitedPlace place) {
        long now = nanos.getAsLong();
        if (place.free(now) > line.called(place.key())) {
            settle(place.key(), now);
        }
        return place.free(now) - line.called(place.key());
    }

    /** Returns true if a place is kept for a request that waits. */
    boolean isCalled(QueuedRequest request) {
        lock.lock();
        try {
            return request.ticket().isCalled();
        } finally {
            lock.unlock();
        }
    }

    private void settle(List<AwaitedPlace> places, long now) {
        places.forEach(place -> settle(place.key(), now));
    }

    private void settle(Object key, long now) {
        QueueTicket next = line.call(key, now);
        if (next != null && next.freesInNanos(key, now) > 0) {
            // The place is free at a time of which only the next one is woken.
            next.wake();
        }
    }

    /**
     * Waits until a request may look for a place; see {@link QueuedRequest#await}.
     *
     * @param places the places that it cannot take now
     * @param seen the number of changes before it looked for a place
     */
    Optional<QueueRefusal> await(
            QueuedRequest request,
            List<AwaitedPlace> places,
            long seen,
            QueueRules rules,
            Cancellation cancellation) {
        try (var _ = cancellation.onCancel(() -> cancel(request))) {
            lock.lockInterruptibly();
            try {
                if (changes.get() != seen) {
                    return Optional.empty();
                }
                Optional<QueueRefusal> refusal = queued(request, places, rules);
                return refusal.isPresent() ? refusal : called(request, seen, rules);
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled());
        }
    }

    private Optional<QueueRefusal> queued(
            QueuedRequest request, List<AwaitedPlace> places, QueueRules rules) {
        QueueTicket ticket = request.ticket();
        long now = nanos.getAsLong();
        if (!line.contains(ticket)) {
            Optional<String> full = line.full(ticket.caller(), rules);
            if (full.isPresent()) {
                return full.map(why -> refusal(why, false, line.size(), now));
            }
            if (line.size() == 0) {
                pace.begun(now);
            }
            line.add(ticket);
            length = line.size();
        }
        List<AwaitedPlace> before = ticket.places();
        line.waitFor(ticket, places);
        settle(before, now);
        return Optional.empty();
    }

    private Optional<QueueRefusal> called(QueuedRequest request, long seen, QueueRules rules)
            throws InterruptedException {
        QueueTicket ticket = request.ticket();
        while (true) {
            if (request.isCancelled()) {
                throw new FailureException(new Failure.Cancelled());
            }
            long now = nanos.getAsLong();
            settle(ticket.places(), now);
            if (ticket.isCalled() || changes.get() != seen) {
                return Optional.empty();
            }
            long left = request.leftNanos(rules, now);
            if (left <= 0) {
                return Optional.of(late(ticket, rules, now));
            }
            long pause = Math.min(left, timer(ticket, now));
            var _ = request.turn().awaitNanos(Math.min(pause, told(request, now)));
        }
    }

    /** Returns the time until a place is free by itself for the ticket that is next. */
    private long timer(QueueTicket ticket, long now) {
        long soonest = Long.MAX_VALUE;
        for (AwaitedPlace place : ticket.places()) {
            long frees = place.freesInNanos(now);
            if (frees > 0 && ticket.equals(line.next(place.key()))) {
                soonest = Math.min(soonest, frees);
            }
        }
        return soonest;
    }

    /** Tells the position if it is time to; returns the time until the next one. */
    private long told(QueuedRequest request, long now) {
        QueueProgress progress = request.progress();
        if (progress == null) {
            return Long.MAX_VALUE;
        }
        if (progress.isDue(now)) {
            progress.tell(line.position(request.ticket()), now);
        }
        return progress.dueInNanos(now);
    }

    private QueueRefusal late(QueueTicket ticket, QueueRules rules, long now) {
        int others = line.size() - 1;
        String why =
                "No place was free within "
                        + Durations.text(rules.deadline())
                        + " (routing.queue.deadline)"
                        + (others > 0 ? "; " + WaitingLine.waiting(others, "other ", "") : "");
        return refusal(why, true, line.position(ticket), now);
    }

    private QueueRefusal refusal(String why, boolean late, int waiting, long now) {
        return new QueueRefusal(why, late, pace.retryAfter(waiting, now));
    }

    private void cancel(QueuedRequest request) {
        lock.lock();
        try {
            request.cancel();
        } finally {
            lock.unlock();
        }
        leave(request, false);
    }

    /**
     * Takes a request out, if it is in the line.
     *
     * @param served true if it has got a place
     */
    void leave(QueuedRequest request, boolean served) {
        long now = nanos.getAsLong();
        lock.lock();
        try {
            List<AwaitedPlace> places = request.ticket().places();
            if (!line.remove(request.ticket())) {
                return;
            }
            length = line.size();
            if (served) {
                pace.served(now);
            }
            settle(places, now);
        } finally {
            lock.unlock();
        }
        waits.accept(request.waited(now));
    }
}
