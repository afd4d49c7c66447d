package dev.chasqui.application.routing;

import dev.chasqui.application.routing.queue.AwaitedPlace;

/**
 * A place in the rate of a backend. If there are several, the next request looks once the one
 * before has taken its own.
 *
 * @param gate the rate
 */
record PlaceInRate(RateGate gate) implements AwaitedPlace {
    @Override
    public Object key() {
        return gate;
    }

    @Override
    public int free(long now) {
        return gate.freesInNanos(now) == 0 ? 1 : 0;
    }

    @Override
    public long freesInNanos(long now) {
        return gate.freesInNanos(now);
    }
}
