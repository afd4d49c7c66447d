package dev.chasqui.application.routing;

import dev.chasqui.application.routing.queue.AwaitedPlace;

/**
 * The return of a backend that is paused, ejected or down. One request at a time looks whether it
 * is back, since after an ejection one call tries it.
 *
 * @param backend the state of the backend
 */
record PlaceOfReturn(Standing backend) implements AwaitedPlace {
    @Override
    public Object key() {
        return backend;
    }

    @Override
    public int free(long now) {
        return backend.isAway(now) ? 0 : 1;
    }

    @Override
    public long freesInNanos(long now) {
        return backend.returnsInNanos(now);
    }
}
