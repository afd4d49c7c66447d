package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Hops;
import dev.chasqui.application.exchange.AnswerWriter;
import dev.chasqui.application.exchange.Exchanges;
import dev.chasqui.application.exchange.LoadPayload;
import dev.chasqui.application.exchange.Payload;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.reply.ExchangeAnswer;

import java.util.function.Consumer;

/**
 * Makes exchanges of what the clients of a dialect ask, whatever kind of request it is.
 *
 * @param showLoading true if streams show the progress of a model's loading, unless the request
 *     says otherwise
 * @param mayShorten true if a conversation that does not fit is shortened, unless the request says
 *     otherwise
 */
public record DialectExchanges(
        Exchanges exchanges, Dialect dialect, boolean showLoading, boolean mayShorten) {

    /**
     * Answers one request; returns when the answer is written.
     *
     * @param progress takes what is told before there is an answer
     * @throws dev.chasqui.domain.failure.FailureException if there is no answer, or no whole one
     */
    <A extends ExchangeAnswer<A>> void answer(
            Call call, Payload<A> payload, Consumer<String> progress, AnswerWriter<A> writer) {
        Exchange exchange =
                new Exchange(
                        call.id(),
                        call.caller(),
                        dialect,
                        Hops.of(call.request().headers()),
                        progress,
                        AskedProgress.of(call.request().headers())
                                .orElse(call.caller().showLoading() || showLoading),
                        AskedTruncation.of(call.request().headers()).orElse(mayShorten));
        try (var _ = call.watch().whenClientLeaves(exchange.cancellation()::cancel)) {
            exchanges.answer(payload, exchange, call.journal(), writer);
        }
    }

    /** Loads a model, or unloads it, and says that it is done. */
    void load(Call call, Incoming.Load load) {
        answer(call, new LoadPayload(load.request()), _ -> {}, _ -> {});
        call.send(Answer.json(load.answer().apply(head(call))));
    }

    /** What a codec needs to know for the answer to a call. */
    static ReplyHead head(Call call) {
        return new ReplyHead(call.id(), call.journal().startedAt(), call.journal()::backend);
    }
}
