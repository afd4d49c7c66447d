package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.Pipeline;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.agents.RequestOrigin;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.reply.ExchangeAnswer;

import java.util.function.Function;

/**
 * A request of a client: a {@link Payload} that one backend answers, or one that is answered by
 * several payloads.
 *
 * @param <A> the type of the answer
 */
public interface ExchangeRequest<A extends ExchangeAnswer<A>> {

    /** Returns the model name that the client asks for; it may be an alias. */
    String model();

    /** Returns the kind of request. */
    RequestKind requestKind();

    /** Returns an estimate of the tokens that the request may use; may decode its text. */
    TokenEstimate estimate();

    /**
     * Takes commands out of the request and makes their agents.
     *
     * @param origin the caller, with the right to commands, and the way of the request
     * @throws dev.chasqui.domain.failure.FailureException if a command is wrong or forbidden
     */
    Prepared<A> prepare(Pipelines pipelines, RequestOrigin origin);

    /**
     * A request without its commands.
     *
     * @param pipeline the agents of the commands
     * @param begin the function that sends it through its agents
     */
    record Prepared<A>(Pipeline pipeline, Function<AgentChain, A> begin) {}
}
