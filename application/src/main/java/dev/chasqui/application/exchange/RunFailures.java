package dev.chasqui.application.exchange;

import dev.chasqui.application.port.ExitRefused;
import dev.chasqui.application.port.exchange.AgentReport.Outcome;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

/**
 * The meaning of the failures of one run of an agent.
 *
 * @param agent the command of the agent
 * @param exchange the exchange in which it runs
 * @param calls the calls of the rest of the chain
 */
record RunFailures(String agent, Exchange exchange, AgentCalls calls) {

    /** Returns the failure for what the agent threw. */
    FailureException named(Throwable thrown) {
        if (exchange.cancellation().isCancelled()) {
            return new FailureException(new Failure.Cancelled(), thrown);
        }
        ThrownPlaces.report(agent, exchange.id(), thrown);
        String why =
                thrown instanceof ExitRefused refused
                        ? String.valueOf(refused.getMessage())
                        : thrown.getClass().getSimpleName();
        return new FailureException(new Failure.AgentFailed(agent, why), thrown);
    }

    /** Returns the outcome of a run that ends with a failure. */
    Outcome outcome(Failure failure) {
        if (exchange.cancellation().isCancelled()) {
            return Outcome.CANCELLED;
        }
        if (calls.cameFromBelow(failure)) {
            return Outcome.FAILED_BELOW;
        }
        return failure instanceof Failure.AgentFailed(var named, _) && named.equals(agent)
                ? Outcome.FAILED
                : Outcome.REFUSED;
    }

    /** Returns the reason without what the words of a backend or a caller's request may quote. */
    String reason(Failure failure) {
        return failure instanceof Failure.AgentFailed own ? own.message() : failure.code();
    }
}
