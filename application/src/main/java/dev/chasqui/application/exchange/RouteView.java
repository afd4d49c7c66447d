package dev.chasqui.application.exchange;

import dev.chasqui.application.models.BackendState;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.routing.BackendReport;
import dev.chasqui.application.routing.Demand;
import dev.chasqui.application.routing.ExplainedRoute;
import dev.chasqui.application.routing.RouteCaller;
import dev.chasqui.application.routing.Routing;
import dev.chasqui.application.routing.TierWish;
import dev.chasqui.application.routing.moved.MovedModels;
import dev.chasqui.application.routing.zones.HeldSessions;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The view of the choice of backends for administrators. It sends nothing and changes nothing. Safe
 * for use by several threads.
 */
public final class RouteView {
    private final Models models;
    private final Routing routing;

    RouteView(Models models, Routing routing) {
        this.models = models;
        this.routing = routing;
    }

    /**
     * Returns the routes that a request would take: that of its model, and those of the models that
     * may stand in. Nothing is sent, and nothing changes.
     *
     * @throws FailureException as {@link Payload#route} does, if no model stands in; an unknown
     *     name makes no backend be asked
     */
    public List<ExplainedRoute> explain(Payload<?> payload, RouteCaller caller) {
        List<String> fallbacks = routing.fallbacks(payload.model(), models::resolve);
        RouteCaller all = inside(keptInside(payload.model(), caller), caller);
        Demand demand = Demands.of(payload, payload.needs(), models, routing, all);
        List<ExplainedRoute> routes = new ArrayList<>();
        for (String model :
                StandIns.order(models, routing, payload.model(), fallbacks, demand.needs())) {
            try {
                boolean own = model.equals(payload.model());
                RouteCaller one = inside(routing.keepsInside(model, models::resolve), all);
                routes.add(explained(own ? payload : payload.withModel(model), demand, one));
            } catch (FailureException e) {
                if (fallbacks.isEmpty()) {
                    throw e;
                }
                // No backend has this one; the next may stand in.
            }
        }
        return List.copyOf(routes);
    }

    /**
     * Returns why a request stays in this network by the rule of its model, or since an earlier one
     * of its session had to; empty if it need not. What agents find is not known.
     */
    public Optional<String> keptInside(String model, RouteCaller caller) {
        return caller.session()
                .flatMap(session -> routing.held().why(caller.name(), session))
                .map(HeldSessions::ofEarlier)
                .or(() -> routing.keepsInside(model, models::resolve));
    }

    private static RouteCaller inside(Optional<String> why, RouteCaller caller) {
        return why.isPresent() ? new InsideCaller(caller, why.get()) : caller;
    }

    private ExplainedRoute explained(Payload<?> payload, Demand demand, RouteCaller caller) {
        if (!models.contains(payload.model())) {
            throw new FailureException(new Failure.UnknownModel(payload.model(), models.names()));
        }
        return new ExplainedRoute(
                payload.model(),
                routing.explain(payload.model(), payload.route(models), demand, caller));
    }

    /** Returns the number of requests that wait for busy backends. */
    public int waiting() {
        return routing.queue().length();
    }

    /** Returns the present states of all backends. */
    public List<BackendReport> backends() {
        return routing.reports(models.backends());
    }

    /** Returns what is known of the lists of models of all backends. */
    public List<BackendState> lists() {
        return models.states();
    }

    /** Returns the models that administrators have moved between backends. */
    public MovedModels moved() {
        return routing.moved();
    }

    /** A caller whose request stays in this network. */
    private record InsideCaller(RouteCaller of, String why) implements RouteCaller {
        @Override
        public boolean mayReach(Candidate candidate) {
            return candidate.backend().zone() == Zone.RESTRICTED && of.mayReach(candidate);
        }

        @Override
        public TierWish tier() {
            return of.tier();
        }

        @Override
        public String name() {
            return of.name();
        }

        @Override
        public Optional<String> session() {
            return of.session();
        }

        @Override
        public Optional<String> heldInside() {
            return Optional.of(why);
        }

        @Override
        public boolean prefersRestricted() {
            return of.prefersRestricted();
        }
    }
}
