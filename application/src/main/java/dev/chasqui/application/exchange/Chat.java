package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.Pipeline;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.reply.ChatReply;

import java.util.List;

/**
 * The spine: takes a request through commands, agents, route and backend, and its reply back.
 *
 * <p>Safe for use by several threads.
 */
public final class Chat {
    private final Pipelines pipelines;
    private final Dispatch dispatch;
    private final AgentThreads threads;

    public Chat(Pipelines pipelines, Dispatch dispatch, AgentThreads threads) {
        this.pipelines = pipelines;
        this.dispatch = dispatch;
        this.threads = threads;
    }

    /**
     * Answers one request; returns when the reply is written.
     *
     * @param asked the agents that were asked for beside the text, by header or body, each spelled
     *     as a command without its slash
     * @param journal takes notes on the way
     * @param writer writes the reply; called at most once
     * @throws dev.chasqui.domain.failure.FailureException if there is no reply, or no whole one
     */
    public void answer(
            ChatRequest request,
            Exchange exchange,
            List<String> asked,
            Journal journal,
            ReplyWriter writer) {
        journal.model(request.model());
        Pipeline pipeline = pipelines.prepare(request, exchange.caller(), asked);
        journal.agents(pipeline.names());
        threads.run(
                pipeline,
                exchange.cancellation(),
                () -> {
                    Link chain = new Link(pipeline.steps(), exchange, dispatch, journal);
                    try (ChatReply reply = chain.proceed(pipeline.request())) {
                        writer.write(new NotedReply(reply, journal));
                    }
                });
    }
}
