package dev.chasqui.application.port.agents;

import dev.chasqui.domain.agent.AgentType;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The generation without agents. */
enum NoAgents implements AgentGeneration {
    INSTANCE;

    @Override
    public Optional<AgentType<?>> find(String name) {
        return Optional.empty();
    }

    @Override
    public Collection<AgentType<?>> all() {
        return List.of();
    }

    @Override
    public boolean isTrusted(String name) {
        return false;
    }
}
