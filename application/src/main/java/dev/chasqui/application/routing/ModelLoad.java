package dev.chasqui.application.routing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The open calls of one model, and the turn of its backends. Safe for use by several threads. */
final class ModelLoad {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong turns = new AtomicLong();

    int open() {
        return open.get();
    }

    /** Returns a number that is one more than that of the request before. */
    long nextTurn() {
        return turns.getAndIncrement();
    }

    /** Returns the number of the next request without taking it. */
    long turn() {
        return turns.get();
    }

    /** Begins a call, if the model may get one more. */
    boolean enter(ModelRule rule) {
        if (open.incrementAndGet() <= rule.maxConcurrency().orElse(Integer.MAX_VALUE)) {
            return true;
        }
        open.decrementAndGet();
        return false;
    }

    void leave() {
        open.decrementAndGet();
    }
}
