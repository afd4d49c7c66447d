package dev.chasqui.application.routing;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.domain.failure.NoBackend;

import java.util.ArrayList;
import java.util.List;

/** The failures of requests that no backend of a route may get. Has no state. */
public final class Refusals {
    private Refusals() {}

    /**
     * Returns the failure of a request. It names no backend that the caller may not reach, and says
     * why the request stays in this network, if it does.
     */
    public static NoBackend noBackend(String model, Route route, RouteCaller caller) {
        List<NoBackend.Dropped> dropped = new ArrayList<>();
        for (Route.Kept one : route.kept()) {
            add(one.candidate(), one.unasked(), caller, dropped);
        }
        for (Route.Dropped one : route.dropped()) {
            add(one.candidate(), one.reason(), caller, dropped);
        }
        return new NoBackend(
                model,
                dropped,
                route.kept().isEmpty() ? route.frees() : DropReason.Taken.INSTANCE.frees(),
                caller.heldInside()
                        .map(
                                why ->
                                        "The request stays in this network ("
                                                + why
                                                + "); ask for a model of a backend there"));
    }

    private static void add(
            Candidate candidate,
            DropReason reason,
            RouteCaller caller,
            List<NoBackend.Dropped> dropped) {
        if (caller.mayReach(candidate)) {
            dropped.add(new NoBackend.Dropped(candidate.backend().name(), reason.brief()));
        }
    }
}
