package dev.chasqui.application.routing;

import dev.chasqui.application.routing.queue.RequestQueue;

import java.util.concurrent.atomic.AtomicLong;

/** The open calls of one model, and the turn of its backends. Safe for use by several threads. */
final class ModelLoad {
    private final OpenCount open;
    private final AtomicLong turns = new AtomicLong();

    ModelLoad(RequestQueue queue) {
        open = new OpenCount(queue);
    }

    /** Returns the open calls. */
    OpenCount calls() {
        return open;
    }

    /** Returns a number that is one more than that of the request before. */
    long nextTurn() {
        return turns.getAndIncrement();
    }

    /** Returns the number of the next request without taking it. */
    long turn() {
        return turns.get();
    }
}
