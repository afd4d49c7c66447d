package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.Step;
import dev.chasqui.application.decision.Decisions;
import dev.chasqui.application.decision.FirstToken;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.decision.Decision;
import dev.chasqui.domain.decision.DecisionRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ExchangeAnswer;

import java.util.List;
import java.util.OptionalInt;

/**
 * The agents of a pipeline that come after one agent, then the dispatch to a backend. Immutable.
 */
public final class AgentChain implements Chain {
    private final RemainingSteps steps;
    private final Exchange exchange;
    private final Dispatch dispatch;
    private final Journal journal;

    AgentChain(List<Step> steps, Exchange exchange, Dispatch dispatch, Journal journal) {
        this(RemainingSteps.of(steps), exchange, dispatch, journal);
    }

    private AgentChain(
            RemainingSteps steps, Exchange exchange, Dispatch dispatch, Journal journal) {
        this.steps = steps;
        this.exchange = exchange;
        this.dispatch = dispatch;
        this.journal = journal;
    }

    @Override
    public Exchange exchange() {
        return exchange;
    }

    /** Returns the journal of the exchange. */
    Journal journal() {
        return journal;
    }

    @Override
    public ChatReply proceed(ChatRequest request) {
        if (exchange.cancellation().isCancelled()) {
            throw new FailureException(new Failure.Cancelled());
        }
        if (steps.isEmpty()) {
            return send(ChatPayload.of(request));
        }
        Step step = steps.first();
        AgentChain rest = new AgentChain(steps.rest(), exchange, dispatch, journal);
        return new AgentGuard(step.name()).guard(() -> step.agent().handle(request, rest));
    }

    /**
     * Sends a request past the remaining agents; returns when its answer has begun.
     *
     * @throws FailureException if no backend answers
     */
    public <A extends ExchangeAnswer<A>> A send(Payload<A> payload) {
        return dispatch.send(payload, exchange, journal);
    }

    @Override
    public Decision decide(DecisionRequest request) {
        // The questions run several at a time, so no single one of them is the text that was sent.
        journal.sent(request::text);
        QuestionConcessions concessions = new QuestionConcessions();
        return Decisions.decide(
                request,
                exchange,
                (chat, branch) -> {
                    FirstToken token =
                            dispatch.send(new FirstTokenPayload(chat, concessions), branch, journal)
                                    .token();
                    token.usage().ifPresent(journal::usedToo);
                    return token;
                });
    }

    @Override
    public Chain on(Exchange branch) {
        return new AgentChain(steps, branch, dispatch, journal);
    }

    @Override
    public List<Chain> branches() {
        return steps.ofBranches().stream()
                .<Chain>map(branch -> new AgentChain(branch, exchange, dispatch, journal))
                .toList();
    }

    @Override
    public String commands() {
        return steps.commands();
    }

    @Override
    public Zone zone(String model) {
        return dispatch.zone(model);
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
