package dev.chasqui.application.bulkhead;

import dev.chasqui.domain.agent.OnFailure;

import java.time.Duration;
import java.util.Optional;

/**
 * The limits of one agent.
 *
 * @param deadline the longest own time in one exchange
 * @param longestWait the longest wait for a place
 * @param concurrency the most exchanges in which it runs at once
 * @param queue the most exchanges that wait for a place
 * @param onFailure the server's answer to its failure; empty if the agent itself says so
 * @param mostReply the most that it may give out in one reply, in bytes; a character counts as one
 * @param failures the failures in a row that switch it off
 * @param pause the time until it is tried again
 */
public record AgentLimits(
        Duration deadline,
        Duration longestWait,
        int concurrency,
        int queue,
        Optional<OnFailure> onFailure,
        long mostReply,
        int failures,
        Duration pause) {
    /** The limits of an agent that the config does not mention. */
    public static final AgentLimits DEFAULT =
            new AgentLimits(
                    Duration.ofSeconds(30),
                    256,
                    256,
                    Optional.empty(),
                    64L * 1024 * 1024,
                    5,
                    Duration.ofSeconds(30));

    /** Makes limits of an agent that waits for a place for as long as it may run. */
    public AgentLimits(
            Duration deadline,
            int concurrency,
            int queue,
            Optional<OnFailure> onFailure,
            long mostReply,
            int failures,
            Duration pause) {
        this(deadline, deadline, concurrency, queue, onFailure, mostReply, failures, pause);
    }

    /** Returns these limits with another deadline; the wait for a place stays as it is. */
    public AgentLimits withDeadline(Duration other) {
        return new AgentLimits(
                other, longestWait, concurrency, queue, onFailure, mostReply, failures, pause);
    }
}
