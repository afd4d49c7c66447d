package dev.chasqui.application.memory;

import dev.chasqui.application.agents.FixedGeneration;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.application.port.memory.FactStore;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.Argument;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The command {@code /memory}, as a source of agents. Safe for use by several threads. */
public final class MemoryAgents implements Agents {
    /** The name of the command. */
    public static final String NAME = "memory";

    /** The actions of the command; without one, facts go with the question. */
    enum Action {
        REMEMBER,
        LIST,
        FORGET
    }

    /** The arguments of the command. */
    record Arguments(
            @Argument(
                            help =
                                    "remember keeps your text as a fact, list shows your facts,"
                                            + " forget removes one by its number or words, or all;"
                                            + " without it, facts that fit go with your question")
                    Optional<Action> action) {}

    private final FixedGeneration generation;

    /**
     * @param vectors makes the embeddings of facts and questions
     */
    public MemoryAgents(FactStore store, TextVectors vectors, InstantSource clock) {
        AgentType<Arguments> type =
                new AgentType<>(
                        NAME,
                        "Remembers facts that you tell, and puts those that fit before your"
                                + " question",
                        Arguments.class,
                        arguments -> new MemoryAgent(store, vectors, clock, arguments.action()));
        generation = new FixedGeneration(new TreeMap<>(Map.of(NAME, type)), Map.of());
    }

    @Override
    public AgentGeneration enter() {
        return generation;
    }
}
