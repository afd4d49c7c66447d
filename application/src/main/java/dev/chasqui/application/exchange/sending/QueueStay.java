package dev.chasqui.application.exchange.sending;

import dev.chasqui.application.progress.ProgressRelay;
import dev.chasqui.application.routing.Route;
import dev.chasqui.application.routing.RouteQueue;
import dev.chasqui.application.routing.queue.QueueRefusal;
import dev.chasqui.application.routing.queue.QueuedRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.NoBackend;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The stay of one request in the queue before busy backends. For use by one thread, which closes
 * it.
 */
public final class QueueStay implements AutoCloseable {
    private final Exchange exchange;

    /** The request in the queue; null while it has met no backend that is busy. */
    private @Nullable QueuedRequest request;

    /** The number of changes before the request looked for a place. */
    private long seen;

    /** The end of the wait; null before it. */
    private @Nullable QueueRefusal end;

    /** True if a last resort was not asked. */
    private boolean spared;

    private volatile boolean waits;

    /** Makes the stay of a request that has met no busy backend yet. */
    public QueueStay(Exchange exchange) {
        this.exchange = exchange;
    }

    /** Notes that the request begins to look for a place; it does so again after a change. */
    public void looks(RouteQueue queue) {
        seen = queue.changes();
    }

    /** Returns a route without what belongs to others, unless it is the turn of the request. */
    public Route standBack(RouteQueue queue, Route route) {
        return request != null && request.isCalled() ? route : queue.behindOthers(route);
    }

    /** Notes what is in the way of a route, see {@link RouteQueue#noteObstacles}. */
    public void noteObstacles(RouteQueue queue, Route route, boolean raced) {
        if (queue.rules().isOff()) {
            return;
        }
        QueuedRequest waiting = request;
        if (waiting == null) {
            waiting =
                    queue.request(
                            exchange.caller().name(), exchange.caller().priority(), position());
            request = waiting;
        }
        queue.noteObstacles(waiting, route, raced);
    }

    private Optional<IntConsumer> position() {
        if (!exchange.showsLoading()) {
            return Optional.empty();
        }
        ProgressRelay relay = new ProgressRelay("queue-progress", exchange::loading, () -> waits);
        return Optional.of(position -> relay.tell("waiting for a free place: number " + position));
    }

    /** Returns true if the last resort of a route is not asked yet, since the request may wait. */
    public boolean spares(Route route) {
        boolean spares =
                end == null
                        && request != null
                        && request.hasObstacles()
                        && !route.lastResort().isEmpty();
        spared |= spares;
        return spares;
    }

    /**
     * Waits until the request may be tried again, or the last resort be asked.
     *
     * @param failure the failure of the last try
     * @throws FailureException if it may not be tried again; with {@code Cancelled} if the client
     *     leaves
     */
    public void await(RouteQueue queue, FailureException failure) {
        QueueRefusal over = end;
        if (over != null) {
            throw told(failure, over);
        }
        QueuedRequest waiting = request;
        if (waiting == null || !waiting.hasObstacles()) {
            throw failure;
        }
        waits = true;
        over = waiting.await(seen, queue.rules(), exchange.cancellation()).orElse(null);
        if (over != null) {
            waits = false;
            end = over;
            if (!over.late() || !spared) {
                throw told(failure, over);
            }
        }
    }

    /** Returns the failure that the caller is told: one of a backend says more than the queue. */
    private static FailureException told(FailureException failure, QueueRefusal refusal) {
        return failure.failure() instanceof NoBackend none
                ? new FailureException(none.after(refusal.why(), refusal.retryAfter()))
                : failure;
    }

    /** Notes that the request has got a place. */
    public void served() {
        waits = false;
        if (request != null) {
            request.served();
        }
    }

    @Override
    public void close() {
        waits = false;
        if (request != null) {
            request.close();
        }
    }
}
