package dev.chasqui.application.routing;

import dev.chasqui.application.routing.queue.AwaitedPlace;

/**
 * A place among the open calls of a backend or a model.
 *
 * @param calls the open calls
 * @param most the most of them
 */
record PlaceOfCalls(OpenCount calls, int most) implements AwaitedPlace {
    @Override
    public Object key() {
        return calls;
    }

    @Override
    public int free(long now) {
        return most - calls.open();
    }
}
