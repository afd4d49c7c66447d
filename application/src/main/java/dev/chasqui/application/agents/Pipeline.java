package dev.chasqui.application.agents;

import dev.chasqui.application.port.AgentGeneration;
import dev.chasqui.domain.chat.ChatRequest;

import java.util.List;

/**
 * The agents of one exchange, in order, and the request that the first of them gets.
 *
 * @param request the request without its commands
 * @param steps the agents, the outermost first
 * @param generation the generation of the agents, entered; it is left when this is closed
 */
public record Pipeline(ChatRequest request, List<Step> steps, AgentGeneration generation)
        implements AutoCloseable {
    public Pipeline {
        steps = List.copyOf(steps);
    }

    /** A pipeline that holds no generation. */
    public Pipeline(ChatRequest request, List<Step> steps) {
        this(request, steps, AgentGeneration.none());
    }

    /** Whether the jars of all its agents are trusted; so they are where there are none. */
    public boolean isTrusted() {
        return steps.stream().allMatch(Step::trusted);
    }

    /** The names that called the agents, the outermost first. */
    public List<String> names() {
        return steps.stream().map(Step::name).toList();
    }

    /** Leaves the generation: no code of its agents runs any more. Idempotent. */
    @Override
    public void close() {
        generation.close();
    }
}
