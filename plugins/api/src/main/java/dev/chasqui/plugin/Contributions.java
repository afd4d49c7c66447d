package dev.chasqui.plugin;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.route.WebRoute;
import dev.chasqui.plugin.service.Metrics;

import java.util.function.Supplier;

/**
 * Receives the contributions of a plug-in, so that the server can remove all of them when the
 * plug-in goes. Usable until {@link Plugin#start} returns, by the thread that calls it.
 */
public interface Contributions extends Metrics {

    /**
     * Adds an agent.
     *
     * @throws IllegalArgumentException if the name is taken, or if an argument has a type that
     *     commands do not support
     */
    void agent(AgentType<?> type);

    /**
     * Adds a route: under {@code /agents/NAME/}, where NAME is the plug-in's name, or under {@code
     * /admin/NOUN} or {@code /v1/NOUN}, where the plug-in claims the noun by this call.
     *
     * @throws IllegalArgumentException if the path lies elsewhere, if the noun belongs to the
     *     server or to another plug-in, or if there is a route of the same method and path form
     *     already
     */
    void route(WebRoute route);

    /**
     * Adds the plug-in's health to {@code /health}. The supplier is called often, on threads of its
     * own, one call at a time, and must return at once. If it throws, or takes longer than a
     * second, the plug-in counts as down.
     *
     * @throws IllegalArgumentException if the plug-in has added its health already
     */
    void health(Supplier<Health> health);
}
