package dev.chasqui.application.exchange;

import dev.chasqui.application.bulkhead.AgentLimits;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The size of what an agent has given out in one run: its progress and its reply. Safe for use by
 * several threads.
 */
final class GivenSize {
    private final String agent;
    private final AgentLimits limits;
    private final AtomicLong given = new AtomicLong();

    GivenSize(String agent, AgentLimits limits) {
        this.agent = agent;
        this.limits = limits;
    }

    /**
     * Counts more.
     *
     * @throws FailureException if it is more than the agent may give out
     */
    void count(long bytes) {
        if (given.addAndGet(bytes) > limits.mostReply()) {
            throw new FailureException(
                    new Failure.AgentFailed(
                            agent,
                            "its reply has more than "
                                    + limits.mostReply()
                                    + " bytes ('mostReply' in 'plugins.limits')"));
        }
    }
}
