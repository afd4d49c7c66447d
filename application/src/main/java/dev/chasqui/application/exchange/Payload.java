package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.Pipeline;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Permit;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.Held;

import java.util.List;
import java.util.function.Function;

/**
 * What is asked of a model. Each kind of request is one of these; all else on the way through the
 * spine is the same for all.
 *
 * @param <A> the type of the answer
 */
public interface Payload<A extends Held<A>> {

    /** The name that the client asks for; may be an alias. */
    String model();

    /**
     * Takes commands out of the request and makes their agents.
     *
     * @param permit says which commands the caller may use
     * @throws dev.chasqui.domain.failure.FailureException if a command is wrong or forbidden
     */
    default Prepared<A> prepare(Pipelines pipelines, Permit permit) {
        return new Prepared<>(Pipeline.EMPTY, chain -> chain.send(this));
    }

    /**
     * The backends that may answer, in the order in which they are tried.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code UnknownModel}, or if no
     *     backend that has the model can do what is asked
     */
    List<Candidate> route(Models models);

    /**
     * Asks one backend; returns when its answer has begun.
     *
     * @throws dev.chasqui.domain.failure.FailureException if there is none
     */
    A send(Candidate to, Exchange exchange, Journal journal);

    /** Whether the next backend of the route may be asked after such a failure of one. */
    boolean mayGoOn(Failure failure);

    /**
     * A request whose commands are taken out.
     *
     * @param begin sends it through its agents
     */
    record Prepared<A>(Pipeline pipeline, Function<AgentChain, A> begin) {}
}
