package dev.chasqui.application.exchange;

import dev.chasqui.application.models.Models;
import dev.chasqui.application.routing.Demand;
import dev.chasqui.application.routing.LeastTier;
import dev.chasqui.application.routing.Needs;
import dev.chasqui.application.routing.RouteCaller;
import dev.chasqui.application.routing.Routing;
import dev.chasqui.application.routing.TierWish;
import dev.chasqui.domain.failure.FailureException;

/**
 * The finder of what a request asks of the backends of its own model, and of those of the models
 * that stand in for it. Has no state.
 */
final class Demands {
    private Demands() {}

    /**
     * Returns the demand of a request.
     *
     * @param needs what it needs of its model
     */
    static Demand of(
            Payload<?> payload, Needs needs, Models models, Routing routing, RouteCaller caller) {
        SingleEstimate estimate = new SingleEstimate(payload);
        TierWish wish = caller.tier();
        if (wish.least().isPresent()) {
            return new Demand(
                    needs,
                    new LeastTier(wish.least().getAsInt(), true),
                    estimate,
                    payload.marks(caller));
        }
        boolean any = wish.flexible() || !routing.hasTiers() || !models.contains(payload.model());
        return new Demand(
                needs,
                any ? LeastTier.NONE : usual(payload, models, needs, routing, caller),
                estimate,
                payload.marks(caller));
    }

    /** Returns the tier that a request has by its model; none if no backend can answer it. */
    private static LeastTier usual(
            Payload<?> payload, Models models, Needs needs, Routing routing, RouteCaller caller) {
        try {
            return routing.usualTier(payload.model(), payload.route(models), needs, caller);
        } catch (FailureException e) {
            return LeastTier.NONE;
        }
    }
}
