package dev.chasqui.application.agents;

import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.AgentState;
import dev.chasqui.application.port.agents.InstalledAgent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.command.CommandUsage;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.route.WebRoute;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The present generations of several sources as one. Safe for use by several threads.
 *
 * @param parts the generations, the one that takes precedence first
 */
record JoinedGeneration(List<Part> parts, Set<String> disabledNames) implements AgentGeneration {

    /**
     * The generation of one source.
     *
     * @param agents its generation, entered
     */
    record Part(JoinedAgents.Source source, AgentGeneration agents) {

        private boolean has(String name) {
            return agents.find(name).isPresent() || agents.disabled(name).isPresent();
        }
    }

    JoinedGeneration {
        parts = List.copyOf(parts);
        disabledNames = Set.copyOf(disabledNames);
    }

    JoinedGeneration(List<Part> parts) {
        this(parts, disabledNames(parts));
    }

    private static Set<String> disabledNames(List<Part> parts) {
        Set<String> names = new HashSet<>();
        for (Part part : parts) {
            names.addAll(part.agents().disabledNames());
        }
        return names;
    }

    /** Returns the first part that has an agent, active or disabled. */
    private Optional<Part> owner(String name) {
        for (Part part : parts) {
            if (part.has(name)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    /** Returns true if a part before this one has an agent of this name. */
    private boolean isTaken(String name, int before) {
        return parts.subList(0, before).stream().anyMatch(part -> part.has(name));
    }

    @Override
    public Optional<AgentType<?>> find(String name) {
        return disabledNames.contains(name)
                ? Optional.empty()
                : owner(name).flatMap(part -> part.agents().find(name));
    }

    @Override
    public Collection<AgentType<?>> all() {
        Map<String, AgentType<?>> all = new TreeMap<>();
        for (int i = 0; i < parts.size(); i++) {
            for (AgentType<?> type : parts.get(i).agents().all()) {
                if (!disabledNames.contains(type.name()) && !isTaken(type.name(), i)) {
                    all.put(type.name(), type);
                }
            }
        }
        return all.values();
    }

    @Override
    public Optional<OnFailure> disabled(String name) {
        return owner(name).flatMap(part -> disabled(name, part.agents()));
    }

    private Optional<OnFailure> disabled(String name, AgentGeneration owner) {
        return disabledNames.contains(name)
                ? owner.disabled(name).or(() -> owner.find(name).map(AgentType::onFailure))
                : owner.disabled(name);
    }

    @Override
    public boolean isTrusted(String name) {
        return owner(name).map(part -> part.agents().isTrusted(name)).orElse(false);
    }

    /** Returns the agents that are not of the first source, with their states. */
    List<InstalledAgent> ofOtherSources() {
        List<InstalledAgent> others = new ArrayList<>();
        for (int i = 1; i < parts.size(); i++) {
            for (AgentType<?> type : parts.get(i).agents().all()) {
                if (!isTaken(type.name(), i)) {
                    others.add(listed(type, parts.get(i).source()));
                }
            }
        }
        return others;
    }

    private InstalledAgent listed(AgentType<?> type, JoinedAgents.Source source) {
        return new InstalledAgent(
                type.name(),
                type.help(),
                CommandUsage.of(type).sentence(),
                "",
                disabledNames.contains(type.name()) ? AgentState.DISABLED : AgentState.ACTIVE,
                source.name());
    }

    @Override
    public List<WebRoute> routes() {
        return parts.stream().flatMap(part -> part.agents().routes().stream()).toList();
    }

    @Override
    public Map<String, Health> health() {
        Map<String, Health> health = new LinkedHashMap<>();
        parts.forEach(part -> part.agents().health().forEach(health::putIfAbsent));
        return health;
    }

    /** {@inheritDoc} Among them are the agents whose names an earlier source has, too. */
    @Override
    public Map<String, String> refused() {
        Map<String, String> refused = new TreeMap<>();
        Map<String, String> taken = new LinkedHashMap<>();
        taken.put(HelpAgent.NAME, "the server");
        for (Part part : parts) {
            part.agents().refused().forEach(refused::putIfAbsent);
            for (AgentType<?> type : part.agents().all()) {
                String first = taken.putIfAbsent(type.name(), part.source().inWords());
                if (first != null) {
                    refused.putIfAbsent(
                            type.name(),
                            "the name is taken by %s, so that of %s is not installed; rename it"
                                    .formatted(first, part.source().inWords()));
                }
            }
        }
        return refused;
    }

    @Override
    public void close() {
        parts.forEach(part -> part.agents().close());
    }
}
