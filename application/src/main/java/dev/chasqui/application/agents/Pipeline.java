package dev.chasqui.application.agents;

import dev.chasqui.domain.chat.ChatRequest;

import java.util.List;

/**
 * The agents of one exchange, in order, and the request that the first of them gets.
 *
 * @param request the request without its commands
 * @param steps the agents, the outermost first
 */
public record Pipeline(ChatRequest request, List<Step> steps) {
    public Pipeline {
        steps = List.copyOf(steps);
    }

    /** The names that called the agents, the outermost first. */
    public List<String> names() {
        return steps.stream().map(Step::name).toList();
    }
}
