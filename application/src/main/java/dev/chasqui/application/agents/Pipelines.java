package dev.chasqui.application.agents;

import dev.chasqui.application.port.Agents;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Caller;

import java.util.List;

/** Makes the pipeline of an exchange. */
public final class Pipelines {
    public Pipelines(Agents agents) {}

    public Pipeline prepare(ChatRequest request, Caller caller, List<String> asked) {
        return new Pipeline(request, List.of());
    }
}
