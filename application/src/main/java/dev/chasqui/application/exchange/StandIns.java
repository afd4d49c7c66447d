package dev.chasqui.application.exchange;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.routing.Needs;
import dev.chasqui.application.routing.Routing;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which the models are tried that may answer a request: its own, and then those that
 * stand in for it. Those that no backend is known to be able to answer for come last. Has no state.
 */
final class StandIns {
    private StandIns() {}

    /**
     * Returns the models in the order in which they are tried.
     *
     * @param model the model that the request asks for
     * @param fallbacks the models that may stand in for it, in order
     */
    static List<String> order(
            Models models, Routing routing, String model, List<String> fallbacks, Needs needs) {
        if (fallbacks.isEmpty()) {
            return List.of(model);
        }
        List<String> order = new ArrayList<>(1 + fallbacks.size());
        List<String> unable = new ArrayList<>(0);
        (mayMeet(models, routing, model, needs) ? order : unable).add(model);
        for (String fallback : fallbacks) {
            (mayMeet(models, routing, fallback, needs) ? order : unable).add(fallback);
        }
        order.addAll(unable);
        return order;
    }

    /**
     * A model that no backend is known to have may be a new one. A drained backend counts for none.
     */
    private static boolean mayMeet(Models models, Routing routing, String model, Needs needs) {
        List<Candidate> having =
                models.contains(model)
                        ? models.find(model).stream()
                                .filter(one -> !routing.isDrained(one.backend()))
                                .toList()
                        : List.of();
        return having.isEmpty() || having.stream().anyMatch(one -> needs.areMetBy(one.traits()));
    }
}
