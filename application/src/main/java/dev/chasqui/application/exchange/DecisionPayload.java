package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.OtherRequests;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.agents.RequestOrigin;
import dev.chasqui.application.policy.TextSize;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.decision.Decision;
import dev.chasqui.domain.decision.DecisionRequest;

import java.util.Optional;

/** The questions of a client that a model answers with probabilities. No command runs there. */
public record DecisionPayload(DecisionRequest request)
        implements ExchangeRequest<DecisionPayload.Decided> {

    @Override
    public String model() {
        return request.model();
    }

    @Override
    public RequestKind requestKind() {
        return RequestKind.DECISION;
    }

    @Override
    public TokenEstimate estimate() {
        return new TokenEstimate(TokenEstimate.tokens(TextSize.of(request.text())), 0);
    }

    @Override
    public Prepared<Decided> prepare(Pipelines pipelines, RequestOrigin origin) {
        OtherRequests.Admitted admitted =
                pipelines.admit(
                        model(),
                        Optional.of(
                                new OtherRequests.Text(
                                        RequestKind.DECISION,
                                        "a decision",
                                        () -> TextSize.of(request.text()))),
                        origin);
        return new Prepared<>(
                admitted.pipeline(),
                chain -> {
                    Decision decision = chain.decide(request.withModel(admitted.model()));
                    // What was asked in vain counts, too; see FirstTokenPayload.
                    chain.journal().whole(chain.journal().usage());
                    return new Decided(decision);
                });
    }

    /** The answers to all questions. */
    public record Decided(Decision decision) implements ImmediateAnswer<Decided> {}
}
