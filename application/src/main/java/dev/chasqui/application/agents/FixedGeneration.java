package dev.chasqui.application.agents;

import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.domain.agent.AgentType;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A generation of agents whose code is the server's own, such as those that call a service or read
 * a text. No code has to be unloaded, so its users need not be counted. Immutable.
 *
 * @param types the agents by their names
 * @param refused the reasons for which others are not installed, by their names
 */
public record FixedGeneration(SortedMap<String, AgentType<?>> types, Map<String, String> refused)
        implements AgentGeneration {
    /** The generation without agents. */
    public static final FixedGeneration EMPTY = new FixedGeneration(new TreeMap<>(), Map.of());

    public FixedGeneration {
        types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
        refused = Map.copyOf(refused);
    }

    @Override
    public Optional<AgentType<?>> find(String name) {
        return Optional.ofNullable(types.get(name));
    }

    @Override
    public Collection<AgentType<?>> all() {
        return types.values();
    }

    /** {@inheritDoc} True: the code that runs in this process is the server's own. */
    @Override
    public boolean isTrusted(String name) {
        return true;
    }
}
