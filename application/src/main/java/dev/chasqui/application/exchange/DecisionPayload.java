package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.Pipeline;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.port.Permit;
import dev.chasqui.domain.decision.Decision;
import dev.chasqui.domain.decision.DecisionRequest;

/** The questions of a client that a model answers with probabilities. No command runs there. */
public record DecisionPayload(DecisionRequest request)
        implements ExchangeRequest<DecisionPayload.Decided> {

    @Override
    public String model() {
        return request.model();
    }

    @Override
    public Prepared<Decided> prepare(Pipelines pipelines, Permit permit) {
        return new Prepared<>(
                Pipeline.EMPTY,
                chain -> {
                    Decision decision = chain.decide(request);
                    chain.journal().whole(decision.usage());
                    return new Decided(decision);
                });
    }

    /** The answers to all questions. */
    public record Decided(Decision decision) implements ImmediateAnswer<Decided> {}
}
