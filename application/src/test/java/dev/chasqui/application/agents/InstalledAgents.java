package dev.chasqui.application.agents;

import dev.chasqui.application.port.Agents;
import dev.chasqui.domain.agent.AgentType;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A fixed set of agents. */
record InstalledAgents(List<AgentType<?>> types) implements Agents {

    @Override
    public Optional<AgentType<?>> find(String name) {
        return types.stream()
                .<AgentType<?>>map(type -> type)
                .filter(type -> type.name().equals(name))
                .findFirst();
    }

    @Override
    public Collection<AgentType<?>> all() {
        return types;
    }
}
