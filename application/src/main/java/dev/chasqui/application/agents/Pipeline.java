package dev.chasqui.application.agents;

import dev.chasqui.domain.chat.ChatRequest;

import java.util.List;

/** The agents of one exchange, in order, and the request without the commands that called them. */
public record Pipeline(ChatRequest request, List<Step> steps) {
    public Pipeline {
        steps = List.copyOf(steps);
    }

    public List<String> names() {
        return steps.stream().map(Step::name).toList();
    }
}
