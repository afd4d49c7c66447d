package dev.chasqui.application.exchange;

import dev.chasqui.application.progress.ProgressRelay;
import dev.chasqui.application.routing.Route;
import dev.chasqui.application.routing.RouteQueue;
import dev.chasqui.application.routing.queue.QueueRefusal;
import dev.chasqui.application.routing.queue.QueuedRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.NoBackend;

import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The stay of one request in the queue before busy backends. For use by one thread, which closes
 * it.
 */
final class QueueStay implements AutoCloseable {
    private final Exchange exchange;
    private final QueuedRequest request;
    private volatile boolean waits;

    QueueStay(Exchange exchange, RouteQueue queue) {
        this.exchange = exchange;
        request = queue.request(exchange.caller().name(), exchange.caller().priority(), position());
    }

    private Optional<IntConsumer> position() {
        if (!exchange.showsLoading()) {
            return Optional.empty();
        }
        ProgressRelay relay = new ProgressRelay("queue-progress", exchange::loading, () -> waits);
        return Optional.of(position -> relay.tell("waiting for a free place: number " + position));
    }

    /** Returns a route without what belongs to others, unless it is the turn of the request. */
    Route standBack(RouteQueue queue, Route route) {
        return request.isCalled() ? route : queue.behindOthers(route);
    }

    /** Notes what is in the way of a route, see {@link RouteQueue#noteObstacles}. */
    void noteObstacles(RouteQueue queue, Route route, boolean raced) {
        queue.noteObstacles(request, route, raced);
    }

    /**
     * Waits until the request may be tried again; returns false if waiting is of no use.
     *
     * @param failure the failure of the last try
     * @throws FailureException if it may not wait, or not any longer; with {@code Cancelled} if the
     *     client leaves
     */
    boolean await(RouteQueue queue, FailureException failure) {
        if (!request.hasObstacles()) {
            return false;
        }
        waits = true;
        Optional<QueueRefusal> refusal = request.await(queue.rules(), exchange.cancellation());
        if (refusal.isPresent()) {
            throw told(failure, refusal.get());
        }
        return true;
    }

    /** Returns the failure that the caller is told: one of a backend says more than the queue. */
    private static FailureException told(FailureException failure, QueueRefusal refusal) {
        return failure.failure() instanceof NoBackend none
                ? new FailureException(none.after(refusal.why(), refusal.retryAfter()))
                : failure;
    }

    /** Notes that the request has got a place. */
    void served() {
        waits = false;
        request.served();
    }

    @Override
    public void close() {
        waits = false;
        request.close();
    }
}
