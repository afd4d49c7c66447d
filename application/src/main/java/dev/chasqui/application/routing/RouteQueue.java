package dev.chasqui.application.routing;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.routing.Route.Dropped;
import dev.chasqui.application.routing.Route.Kept;
import dev.chasqui.application.routing.queue.AwaitedPlace;
import dev.chasqui.application.routing.queue.QueueRules;
import dev.chasqui.application.routing.queue.QueuedRequest;
import dev.chasqui.application.routing.queue.RequestQueue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The queue before busy backends in the eyes of one configuration: it knows of which things a call
 * of a route takes places. Safe for use by several threads.
 */
public final class RouteQueue {
    private final RoutingRules rules;
    private final Standings standings;
    private final RequestQueue queue;

    RouteQueue(RoutingRules rules, Standings standings) {
        this.rules = rules;
        this.standings = standings;
        queue = standings.queue();
    }

    /** Returns the bounds of the queue. */
    public QueueRules rules() {
        return rules.queue();
    }

    /** Returns the number of requests that wait. */
    public int length() {
        return queue.length();
    }

    /** See {@link RequestQueue#changes}. */
    public long changes() {
        return queue.changes();
    }

    /**
     * Returns a route without the backends whose next places belong to requests that wait for them.
     */
    public Route behindOthers(Route route) {
        if (queue.isEmpty()) {
            return route;
        }
        List<Dropped> dropped = new ArrayList<>(route.dropped());
        List<Kept> kept = untaken(route, route.kept(), dropped);
        // The dropped ones name those that rest, too.
        List<Kept> resting = untaken(route, route.resting(), new ArrayList<>());
        return new Route(kept, resting, dropped, route.terms(), route.conversation());
    }

    private List<Kept> untaken(Route route, List<Kept> some, List<Dropped> dropped) {
        List<Kept> kept = new ArrayList<>(some.size());
        for (Kept one : some) {
            if (ownPlaces(route, one).stream().noneMatch(queue::isTaken)) {
                kept.add(one);
            } else {
                dropped.add(new Dropped(one.candidate(), DropReason.Awaited.INSTANCE));
            }
        }
        return kept;
    }

    /** Returns the places that may belong to requests that wait. */
    private List<AwaitedPlace> ownPlaces(Route route, Kept kept) {
        List<AwaitedPlace> places = places(route, kept.candidate());
        if (!kept.isLastResort()) {
            places.add(returning(kept.candidate()));
        }
        return places;
    }

    private AwaitedPlace returning(Candidate candidate) {
        return new PlaceOfReturn(standings.of(candidate.backend(), standings.now()));
    }

    /** Returns the things of which a call of a backend takes a place. */
    private List<AwaitedPlace> places(Route route, Candidate candidate) {
        List<AwaitedPlace> places = new ArrayList<>();
        route.terms().addPlaces(places);
        Backend backend = candidate.backend();
        standings.of(backend, standings.now()).addPlaces(rules.backend(backend.name()), places);
        return places;
    }

    /**
     * Makes a request that has found no place.
     *
     * @param caller the name of the caller: callers take turns
     * @param priority the place of the caller; a higher one comes first, 0 is the usual one
     * @param position the receiver of its positions, which must not block; empty if they are not
     *     shown
     */
    public QueuedRequest request(String caller, int priority, Optional<IntConsumer> position) {
        return queue.request(caller, priority, position);
    }

    /**
     * Tells a request what is in its way of a route and passes soon by itself. If a backend is
     * busy, the request waits for the return of the others, too; it does not for that alone.
     *
     * @param raced true if others have taken the places of the backends that were kept
     */
    public void noteObstacles(QueuedRequest request, Route route, boolean raced) {
        if (raced) {
            route.kept().forEach(one -> noteObstacles(request, route, one.candidate()));
        }
        for (Dropped one : route.dropped()) {
            if (one.reason() instanceof DropReason.Busy) {
                noteObstacles(request, route, one.candidate());
            }
        }
        if (request.hasObstacles()) {
            request.noteObstacles(route.away().stream().map(this::returning).toList());
        }
    }

    private void noteObstacles(QueuedRequest request, Route route, Candidate candidate) {
        long now = standings.now();
        List<AwaitedPlace> places = places(route, candidate);
        long left = Math.max(0, request.leftNanos(rules.queue(), now));
        if (places.stream().allMatch(place -> place.freesInNanos(now) <= left)) {
            List<AwaitedPlace> taken = places.stream().filter(request::isTaken).toList();
            // If none is taken any more, the request may look again at once.
            request.noteObstacles(taken.isEmpty() ? places : taken);
        }
    }
}
