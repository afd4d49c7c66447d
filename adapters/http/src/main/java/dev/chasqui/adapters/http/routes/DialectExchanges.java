package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Hops;
import dev.chasqui.application.exchange.AnswerWriter;
import dev.chasqui.application.exchange.ExchangeRequest;
import dev.chasqui.application.exchange.Exchanges;
import dev.chasqui.application.exchange.LoadPayload;
import dev.chasqui.application.sessions.SessionChat;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ExchangeAnswer;

import java.util.function.Consumer;

/**
 * The runner of the exchanges of one dialect, for requests of every kind. Safe for use by several
 * threads.
 *
 * @param exchanges the exchanges of the application
 * @param dialect the dialect of the clients
 * @param showLoading true if streams show the progress of a model's loading, unless the request
 *     says otherwise
 * @param mayShorten true if a conversation that does not fit is shortened, unless the request says
 *     otherwise
 */
public record DialectExchanges(
        Exchanges exchanges, Dialect dialect, boolean showLoading, boolean mayShorten) {

    /**
     * Answers one request. Returns when the answer is written.
     *
     * @param call the call of the client
     * @param payload the decoded request
     * @param progress the consumer of progress messages that precede the answer
     * @param writer the writer of the answer
     * @throws dev.chasqui.domain.failure.FailureException if there is no answer, or it breaks off
     */
    <A extends ExchangeAnswer<A>> void answer(
            Call call,
            ExchangeRequest<A> payload,
            Consumer<String> progress,
            AnswerWriter<A> writer) {
        answer(call, payload, exchange(call, progress), writer);
    }

    /**
     * Answers one chat of a stored session, as {@link #answer} does.
     *
     * @param name the name of the session
     */
    void answer(
            Call call,
            SessionChat chat,
            String name,
            Consumer<String> progress,
            AnswerWriter<ChatReply> writer) {
        Exchange exchange = exchange(call, progress);
        call.journal().backends().session(name);
        try (var _ = exchange.cancellation().onCancel(chat::cancel)) {
            answer(call, chat, exchange, writer);
        }
    }

    private <A extends ExchangeAnswer<A>> void answer(
            Call call, ExchangeRequest<A> payload, Exchange exchange, AnswerWriter<A> writer) {
        try (var _ = call.watch().whenClientLeaves(exchange.cancellation()::cancel)) {
            exchanges.answer(payload, exchange, CallHeaders.of(call), call.journal(), writer);
        }
    }

    private Exchange exchange(Call call, Consumer<String> progress) {
        if (ChoiceHeader.TRACE.of(call.request().headers()).orElse(false)) {
            refuseTrace(call);
            call.journal().trace();
        }
        if (ChoiceHeader.RESUME.of(call.request().headers()).orElse(false)) {
            call.journal().backends().resume();
        }
        TierHeader.of(call).ifPresent(call.journal().backends()::wish);
        SessionHeader.of(call.request().headers()).ifPresent(call.journal().backends()::session);
        return new Exchange(
                call.id(),
                PriorityHeader.caller(call.caller(), call.request().headers()),
                dialect,
                Hops.of(call.request().headers()),
                progress,
                ChoiceHeader.PROGRESS
                        .of(call.request().headers())
                        .orElse(call.caller().showLoading() || showLoading),
                ChoiceHeader.TRUNCATE.of(call.request().headers()).orElse(mayShorten));
    }

    private static void refuseTrace(Call call) {
        if (!call.caller().mayTrace()) {
            throw new FailureException(
                    new Failure.Forbidden(
                            "X-Chasqui-Trace: '"
                                    + call.caller().name()
                                    + "' may not see a trace (expected: the key of an administrator"
                                    + " or one with \"trace\": true; while there are no keys, a"
                                    + " program on the server's own machine)"));
        }
    }

    /** Loads or unloads a model, and sends the confirmation. */
    void load(Call call, Incoming.Load load) {
        answer(call, new LoadPayload(load.request()), _ -> {}, _ -> {});
        call.send(Answer.json(load.answer().apply(head(call))));
    }

    /** Returns the facts about a call that a codec needs for its answer. */
    static ReplyHead head(Call call) {
        return new ReplyHead(
                call.id(), call.journal().startedAt(), call.journal().backends()::name);
    }
}
