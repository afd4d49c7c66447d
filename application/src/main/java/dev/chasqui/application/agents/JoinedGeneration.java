package dev.chasqui.application.agents;

import dev.chasqui.application.port.AgentGeneration;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.route.WebRoute;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The present generations of several sources as one. Safe for use by several threads.
 *
 * @param parts the generations, the one that takes precedence first
 */
record JoinedGeneration(List<Part> parts) implements AgentGeneration {

    /**
     * The generation of one source.
     *
     * @param source the source in words for people
     * @param agents its generation, entered
     */
    record Part(String source, AgentGeneration agents) {}

    JoinedGeneration {
        parts = List.copyOf(parts);
    }

    @Override
    public Optional<AgentType<?>> find(String name) {
        for (Part part : parts) {
            Optional<AgentType<?>> found = part.agents().find(name);
            if (found.isPresent() || part.agents().disabled(name).isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    @Override
    public Collection<AgentType<?>> all() {
        Map<String, AgentType<?>> all = new TreeMap<>();
        for (Part part : parts) {
            part.agents().all().forEach(type -> all.putIfAbsent(type.name(), type));
        }
        return all.values();
    }

    @Override
    public Optional<OnFailure> disabled(String name) {
        return parts.stream()
                .map(part -> part.agents().disabled(name))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public boolean isTrusted(String name) {
        return parts.stream()
                .filter(part -> part.agents().find(name).isPresent())
                .findFirst()
                .map(part -> part.agents().isTrusted(name))
                .orElse(false);
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
                String first = taken.putIfAbsent(type.name(), part.source());
                if (first != null) {
                    refused.putIfAbsent(
                            type.name(),
                            "the name is taken by %s, so that of %s is not installed; rename it"
                                    .formatted(first, part.source()));
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
