package dev.chasqui.application.agents;

import dev.chasqui.application.port.agents.AgentGeneration;

import java.util.ArrayList;
import java.util.List;

/**
 * The agents of one exchange, in order.
 *
 * @param steps the agents, the outermost first
 * @param generation the generation of the agents, entered; it is left when this is closed
 * @param skipped the agents of the config without which the request goes on
 */
public record Pipeline(List<Step> steps, AgentGeneration generation, List<SkippedAgent> skipped)
        implements AutoCloseable {
    /** The pipeline of an exchange without agents. */
    public static final Pipeline EMPTY = new Pipeline(List.of(), AgentGeneration.none());

    public Pipeline {
        steps = List.copyOf(steps);
        skipped = List.copyOf(skipped);
    }

    /** Makes a pipeline without skipped agents. */
    public Pipeline(List<Step> steps, AgentGeneration generation) {
        this(steps, generation, List.of());
    }

    /** Returns a pipeline without agents, of which these were skipped. */
    static Pipeline without(List<SkippedAgent> skipped) {
        return skipped.isEmpty() ? EMPTY : new Pipeline(List.of(), AgentGeneration.none(), skipped);
    }

    /**
     * Returns true if the jars of all its agents are trusted, also of those in brackets, or if it
     * has no agents.
     */
    public boolean isTrusted() {
        return Step.areWhollyTrusted(steps);
    }

    /**
     * Returns the names of the commands that called the agents, in the order in which they are
     * written, also of those in brackets.
     */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (Step step : steps) {
            step.forEach(each -> names.add(each.name()));
        }
        return names;
    }

    /** Leaves the generation; no code of its agents may run after that. Idempotent. */
    @Override
    public void close() {
        generation.close();
    }
}
