package dev.chasqui.application.routing.queue;

import java.util.concurrent.atomic.AtomicInteger;

/** A number of places that a test frees and takes. Safe for use by several threads. */
final class FakePlaces implements AwaitedPlace {
    private final AtomicInteger free = new AtomicInteger();

    @Override
    public Object key() {
        return this;
    }

    @Override
    public int free(long now) {
        return free.get();
    }

    void free() {
        free.incrementAndGet();
    }

    /** Takes a place and returns true, if one is free. */
    boolean take() {
        return free.getAndUpdate(places -> Math.max(0, places - 1)) > 0;
    }
}
