package dev.chasqui.application.routing.queue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A request that waits for a place. Changed by {@link WaitingLine} alone, under the lock of its
 * queue.
 */
final class QueueTicket {
    private final String caller;
    private final int priority;
    private final Runnable waking;
    private List<AwaitedPlace> places = List.of();
    private boolean called;
    private long came;
    private long servedBefore;

    /**
     * @param caller the name of the caller: callers take turns
     * @param priority the place of the caller; a higher one comes first, 0 is the usual one
     * @param waking wakes the thread that waits
     */
    QueueTicket(String caller, int priority, Runnable waking) {
        this.caller = caller;
        this.priority = priority;
        this.waking = waking;
    }

    String caller() {
        return caller;
    }

    int priority() {
        return priority;
    }

    /** Sets the place in the order in which tickets came. */
    void came(long number) {
        came = number;
    }

    long came() {
        return came;
    }

    List<AwaitedPlace> places() {
        return places;
    }

    /** Returns the place of a key that the ticket waits for; null if it does not. */
    @Nullable AwaitedPlace place(Object key) {
        for (AwaitedPlace place : places) {
            if (place.key().equals(key)) {
                return place;
            }
        }
        return null;
    }

    /**
     * Returns the time until a place of a key is free by itself; 0 if it is now, or if nobody
     * knows.
     */
    long freesInNanos(Object key, long now) {
        AwaitedPlace place = place(key);
        return place == null ? 0 : place.freesInNanos(now);
    }

    /** Returns true if it is the request's turn: a place is kept for it. */
    boolean isCalled() {
        return called;
    }

    /**
     * @param served the last service of the caller before this one
     */
    void call(long served) {
        called = true;
        servedBefore = served;
        wake();
    }

    /** Waits for these places from now on. */
    void waitFor(List<AwaitedPlace> some) {
        called = false;
        places = List.copyOf(some);
    }

    /** Returns the last service of the caller before the ticket was called. */
    long servedBefore() {
        return servedBefore;
    }

    void wake() {
        waking.run();
    }
}
