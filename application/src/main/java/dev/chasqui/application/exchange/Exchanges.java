package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.Pipeline;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.port.Admission;
import dev.chasqui.application.port.Permit;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.reply.ExchangeAnswer;

/**
 * The spine: it takes a request of any kind through admission, commands, agents, route and lease to
 * a backend, and takes the answer back.
 *
 * <p>Safe for use by several threads.
 */
public final class Exchanges {
    private final Admission admission;
    private final Pipelines pipelines;
    private final Dispatch dispatch;
    private final AgentThreads threads;

    public Exchanges(
            Admission admission, Pipelines pipelines, Dispatch dispatch, AgentThreads threads) {
        this.admission = admission;
        this.pipelines = pipelines;
        this.dispatch = dispatch;
        this.threads = threads;
    }

    /** See {@link Pipelines#beginsWithCommand}. */
    public boolean beginsWithCommand(String text) {
        return pipelines.beginsWithCommand(text);
    }

    /**
     * Answers one request; returns when the answer is written.
     *
     * @param journal takes notes on the way
     * @param writer writes the answer; called at most once
     * @throws dev.chasqui.domain.failure.FailureException if there is no answer, or if it breaks
     *     off
     */
    public <A extends ExchangeAnswer<A>> void answer(
            ExchangeRequest<A> payload,
            Exchange exchange,
            Journal journal,
            AnswerWriter<A> writer) {
        journal.model(payload.model());
        try (Permit permit = admission.enter(exchange.caller(), payload.model())) {
            ExchangeRequest.Prepared<A> prepared = payload.prepare(pipelines, permit);
            Pipeline pipeline = prepared.pipeline();
            journal.agents(pipeline.names());
            threads.run(
                    pipeline,
                    exchange.cancellation(),
                    () -> {
                        // The end of the chain is the dispatch, which finds the route; a pool gives
                        // the lease.
                        var chain = new AgentChain(pipeline.steps(), exchange, dispatch, journal);
                        try (A answer = prepared.begin().apply(chain)) {
                            writer.write(answer);
                        }
                    });
            permit.used(journal.usage());
        }
    }
}
