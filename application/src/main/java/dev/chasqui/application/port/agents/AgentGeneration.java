package dev.chasqui.application.port.agents;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.route.WebRoute;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The agents that are installed at one time. Safe for use by several threads.
 *
 * <p>The code that entered a generation may run the code of its plug-ins until it closes the
 * generation; after that they may be stopped and their classes unloaded.
 */
public interface AgentGeneration extends AutoCloseable {

    Optional<AgentType<?>> find(String name);

    /** Returns all agents, sorted by name. */
    Collection<AgentType<?>> all();

    /**
     * Returns the answer of a disabled agent to its failures; empty if there is no disabled agent
     * of this name. {@link #find} does not find a disabled agent.
     */
    default Optional<OnFailure> disabled(String name) {
        return Optional.empty();
    }

    /**
     * Returns the names of the agents that administrators have disabled, also of those that come
     * from another source.
     */
    default Set<String> disabledNames() {
        return Set.of();
    }

    /** Returns true if an agent comes from a trusted jar. */
    boolean isTrusted(String name);

    /** Returns the routes of the plug-ins. */
    default List<WebRoute> routes() {
        return List.of();
    }

    /** Returns the health of the plug-ins, by their names. */
    default Map<String, Health> health() {
        return Map.of();
    }

    /**
     * Returns the agents that are configured but not installed, by their names, with the reason and
     * what to do.
     */
    default Map<String, String> refused() {
        return Map.of();
    }

    /** Leaves the generation. Idempotent; never waits. */
    @Override
    default void close() {}

    /** Returns a generation without agents, which need not be closed. */
    static AgentGeneration none() {
        return NoAgents.INSTANCE;
    }
}
