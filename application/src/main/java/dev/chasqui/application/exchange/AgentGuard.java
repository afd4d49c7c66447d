package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.Step;
import dev.chasqui.application.bulkhead.Bulkhead;
import dev.chasqui.application.bulkhead.RunFacts;
import dev.chasqui.application.port.exchange.AgentReport.Outcome;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * The guard in front of one agent: it lets the agent into the exchange if its bulkhead has a place
 * and its circuit breaker is closed. If not, the exchange ends with a failure that says so, or,
 * under {@link OnFailure#OPEN}, goes on without the agent.
 *
 * @param step the agent
 * @param rest the chain after the agent
 * @param outer the run of the agent around this one; null if there is none
 */
record AgentGuard(Step step, AgentChain rest, @Nullable GuardedRun outer) {

    /**
     * Returns the reply of the agent, or that of the rest of the chain if it is skipped.
     *
     * @throws FailureException if there is no reply
     */
    ChatReply handle(ChatRequest request) {
        Bulkhead bulkhead = rest.hold().bulkheads().of(step.name());
        RunFacts facts = rest.journal().agents().begin(step.name());
        boolean open = bulkhead.limits().onFailure().orElse(step.onFailure()) == OnFailure.OPEN;
        Bulkhead.Pass pass;
        try {
            pass =
                    bulkhead.enter(
                            step.code(),
                            outer != null && outer.runs(step.name()),
                            rest.exchange().cancellation());
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.Cancelled) {
                facts.end(Outcome.CANCELLED, Optional.empty());
                throw e;
            }
            facts.end(
                    open ? Outcome.SKIPPED : Outcome.TURNED_AWAY,
                    Optional.of(e.failure().message()));
            if (open) {
                return rest.proceed(request);
            }
            throw e;
        }
        return new GuardedRun(this, request, bulkhead, facts, pass, open).handle(request);
    }
}
