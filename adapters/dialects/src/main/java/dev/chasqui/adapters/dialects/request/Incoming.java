package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.chat.ChatRequest;

import java.util.List;

/**
 * A request as it came in.
 *
 * @param agents the commands of the body's member {@code agents}, which is ours and is not sent on
 */
public record Incoming(ChatRequest request, List<String> agents) {
    public Incoming {
        agents = List.copyOf(agents);
    }
}
