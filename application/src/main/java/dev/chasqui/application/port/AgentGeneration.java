package dev.chasqui.application.port;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.route.WebRoute;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The agents that are installed together, as one who entered sees them. Safe for use by several
 * threads.
 *
 * <p>Code of its plug-ins may run until it is closed; after that they may be stopped and their
 * classes be gone.
 */
public interface AgentGeneration extends AutoCloseable {

    Optional<AgentType<?>> find(String name);

    /** All of them, by name. */
    Collection<AgentType<?>> all();

    /** Whether an agent comes from a jar that is trusted. */
    boolean isTrusted(String name);

    /** The routes that their plug-ins bring. */
    default List<WebRoute> routes() {
        return List.of();
    }

    /** How their plug-ins are, by the plug-in's name. */
    default Map<String, Health> health() {
        return Map.of();
    }

    /** Leaves it. Idempotent; never waits. */
    @Override
    default void close() {}

    /** A generation without agents, which nobody needs to leave. */
    static AgentGeneration none() {
        return NoAgents.INSTANCE;
    }
}
