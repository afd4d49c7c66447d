package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.Step;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;

import java.util.List;
import java.util.OptionalInt;

/** What lies between an agent and the model: the agents after it, then the dispatch. */
record Link(List<Step> steps, Exchange exchange, Dispatch dispatch, Journal journal)
        implements Chain {
    @Override
    public ChatReply proceed(ChatRequest request) {
        if (exchange.cancellation().isCancelled()) {
            throw new FailureException(new Failure.Cancelled());
        }
        if (steps.isEmpty()) {
            return dispatch.send(request, exchange, journal);
        }
        Step step = steps.getFirst();
        Link rest = new Link(steps.subList(1, steps.size()), exchange, dispatch, journal);
        return new AgentGuard(step.name()).guard(() -> step.agent().handle(request, rest));
    }

    @Override
    public Chain on(Exchange branch) {
        return new Link(steps, branch, dispatch, journal);
    }

    @Override
    public OptionalInt contextLength(String model) {
        return dispatch.contextLength(model);
    }

    @Override
    public OptionalInt countTokens(String model, String text) {
        return dispatch.countTokens(model, text, exchange.cancellation());
    }
}
