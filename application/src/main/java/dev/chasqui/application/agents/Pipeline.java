package dev.chasqui.application.agents;

import dev.chasqui.application.port.AgentGeneration;

import java.util.List;

/**
 * The agents of one exchange, in order.
 *
 * @param steps the agents, the outermost first
 * @param generation the generation of the agents, entered; it is left when this is closed
 */
public record Pipeline(List<Step> steps, AgentGeneration generation) implements AutoCloseable {
    /** The pipeline of an exchange without agents. */
    public static final Pipeline EMPTY = new Pipeline(List.of(), AgentGeneration.none());

    public Pipeline {
        steps = List.copyOf(steps);
    }

    /**
     * Returns true if the jars of all its agents are trusted, also of those in brackets, or if it
     * has no agents.
     */
    public boolean isTrusted() {
        return steps.stream().flatMap(Step::all).allMatch(Step::trusted);
    }

    /**
     * Returns the names of the commands that called the agents, in the order in which they are
     * written, also of those in brackets.
     */
    public List<String> names() {
        return steps.stream().flatMap(Step::all).map(Step::name).toList();
    }

    /** Leaves the generation; no code of its agents may run after that. Idempotent. */
    @Override
    public void close() {
        generation.close();
    }
}
