package dev.chasqui.application.agents;

import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.domain.agent.AgentType;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fixed set of agents.
 *
 * @param inside the number of generations entered and not left
 */
record InstalledAgents(List<AgentType<?>> types, AtomicInteger inside)
        implements Agents, AgentGeneration {

    InstalledAgents(List<AgentType<?>> types) {
        this(types, new AtomicInteger());
    }

    @Override
    public AgentGeneration enter() {
        inside.incrementAndGet();
        return this;
    }

    @Override
    public void close() {
        inside.decrementAndGet();
    }

    @Override
    public boolean isTrusted(String name) {
        return !name.equals("foreign");
    }

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
