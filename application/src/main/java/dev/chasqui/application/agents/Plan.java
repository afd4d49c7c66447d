package dev.chasqui.application.agents;

import dev.chasqui.application.policy.PolicyDecision;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.failure.FailureException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way of one request: the rules that apply, the agents that run or do not, and the model that
 * is asked in the end.
 *
 * @param request the request for the first agent, without commands and for the model in the end
 * @param named the model name that the reply shall have; empty if it keeps that of the backend
 * @param decision the result of the rules
 * @param agents the agents, the outermost first
 * @param generation the generation of the agents, entered; it is left when this is closed
 */
public record Plan(
        ChatRequest request,
        Optional<String> named,
        PolicyDecision decision,
        List<PlannedAgent> agents,
        AgentGeneration generation)
        implements AutoCloseable {

    public Plan {
        agents = List.copyOf(agents);
    }

    /**
     * Returns the prepared request.
     *
     * @throws dev.chasqui.domain.failure.FailureException if a rule or a right refuses it, or an
     *     agent of it cannot be made
     */
    PreparedChat prepared() {
        refusal()
                .ifPresent(
                        failure -> {
                            throw failure;
                        });
        List<Step> steps = new ArrayList<>();
        for (PlannedAgent agent : agents) {
            agent.step().ifPresent(steps::add);
        }
        return new PreparedChat(
                request, new Pipeline(steps, generation, Planner.skippedByFailure(agents)), named);
    }

    /** Returns the first reason why the request is refused; empty if it may go on. */
    public Optional<FailureException> refusal() {
        return decision.refused().or(this::firstFailure);
    }

    private Optional<FailureException> firstFailure() {
        for (PlannedAgent agent : agents) {
            if (agent.skipped().isEmpty() && agent.failure().isPresent()) {
                return agent.failure();
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        generation.close();
    }
}
