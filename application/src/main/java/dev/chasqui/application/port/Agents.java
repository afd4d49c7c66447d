package dev.chasqui.application.port;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.route.Route;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The agents that are installed. Each call sees the present state. */
public interface Agents {

    Optional<AgentType<?>> find(String name);

    /** All of them, by name. */
    Collection<AgentType<?>> all();

    /** The routes that their plug-ins bring. */
    default List<Route> routes() {
        return List.of();
    }

    /** How their plug-ins are, by the plug-in's name. */
    default Map<String, Health> health() {
        return Map.of();
    }
}
