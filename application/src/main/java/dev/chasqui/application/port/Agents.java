package dev.chasqui.application.port;

import dev.chasqui.domain.agent.AgentType;

import java.util.Collection;
import java.util.Optional;

/** The agents that are installed. Each call sees the present state. */
public interface Agents {

    Optional<AgentType<?>> find(String name);

    /** All of them, by name. */
    Collection<AgentType<?>> all();
}
