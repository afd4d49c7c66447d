package dev.chasqui.plugin;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.route.WebRoute;

import java.util.function.Supplier;

/**
 * Takes what a plug-in brings, so that the server can take all of it back. It works until {@link
 * Plugin#start} returns.
 */
public interface Contributions {

    /**
     * Adds an agent.
     *
     * @throws IllegalArgumentException if the name is taken, or an argument is of a type that
     *     nobody can give
     */
    void agent(AgentType<?> type);

    /**
     * Adds a route: one under {@code /agents/NAME/}, where NAME is the plug-in's, or one under a
     * noun that it claims with it, {@code /admin/NOUN}.
     *
     * @throws IllegalArgumentException if it lies elsewhere, if the noun is somebody else's, or if
     *     there is one of the same method and form already
     */
    void route(WebRoute route);

    /**
     * Adds how the plug-in is to what {@code /health} tells. Asked often and by many at a time; it
     * must answer at once. One that throws counts as down.
     *
     * @throws IllegalArgumentException if there is one already
     */
    void health(Supplier<Health> health);
}
