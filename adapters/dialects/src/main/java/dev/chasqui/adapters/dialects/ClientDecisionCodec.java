package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.decision.Decision;
import dev.chasqui.domain.decision.DecisionRequest;

import java.util.function.Function;

/**
 * The server side of an operation of a dialect with which clients ask questions that a model
 * answers with probabilities. Stateless.
 */
public interface ClientDecisionCodec {

    /**
     * Reads a request.
     *
     * @param body the whole body
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the
     *     field, if the request is malformed
     */
    IncomingDecision decode(byte[] body);

    /**
     * A decoded request.
     *
     * @param request the questions
     * @param answer the writer of the answer's body
     */
    record IncomingDecision(DecisionRequest request, Function<Decision, byte[]> answer) {}
}
