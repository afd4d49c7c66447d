package dev.chasqui.application.agents;

import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.application.port.agents.ChainCalls;
import dev.chasqui.application.port.agents.InstalledAgent;
import dev.chasqui.application.port.agents.PluginControl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The agents of several sources, such as jars and services, as if they came from one. Of two agents
 * with the same name the one of the earlier source is installed. Safe for use by several threads.
 */
public final class JoinedAgents implements Agents {
    private final List<Source> sources;

    /**
     * A source of agents.
     *
     * @param name a word for programs, such as {@code jar}
     * @param inWords the source in words for people, such as {@code a jar}
     */
    public record Source(String name, String inWords, Agents agents) {}

    /**
     * @param sources the sources, the one that takes precedence first
     */
    public JoinedAgents(List<Source> sources) {
        this.sources = List.copyOf(sources);
    }

    @Override
    public AgentGeneration enter() {
        return enterAll();
    }

    private JoinedGeneration enterAll() {
        List<JoinedGeneration.Part> parts = new ArrayList<>();
        try {
            for (Source source : sources) {
                parts.add(new JoinedGeneration.Part(source, source.agents().enter()));
            }
            return new JoinedGeneration(parts);
        } catch (RuntimeException | Error e) {
            parts.forEach(part -> part.agents().close());
            throw e;
        }
    }

    /**
     * {@inheritDoc} The first source is the one with plug-ins; it keeps the names of all disabled
     * agents.
     */
    @Override
    public PluginControl control() {
        return sources.getFirst().agents().control().with(this::ofOtherSources);
    }

    private List<InstalledAgent> ofOtherSources() {
        try (JoinedGeneration now = enterAll()) {
            return now.ofOtherSources();
        }
    }

    @Override
    public Optional<ChainCalls> chainCalls() {
        return sources.stream()
                .map(source -> source.agents().chainCalls())
                .flatMap(Optional::stream)
                .findFirst();
    }
}
