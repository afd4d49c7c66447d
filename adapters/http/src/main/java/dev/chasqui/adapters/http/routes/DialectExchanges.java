package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Hops;
import dev.chasqui.application.exchange.AnswerWriter;
import dev.chasqui.application.exchange.ChatPayload;
import dev.chasqui.application.exchange.ExchangeRequest;
import dev.chasqui.application.exchange.Exchanges;
import dev.chasqui.application.exchange.LoadPayload;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.policy.HeaderValues;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ExchangeAnswer;
import dev.chasqui.domain.reply.ReplyEvent;

import io.helidon.http.Header;
import io.helidon.http.Headers;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
        answer(call, payload, Optional.empty(), progress, writer);
    }

    /**
     * The same, for a request whose body may say if a conversation may be shortened; a header of
     * the request takes precedence over it.
     */
    <A extends ExchangeAnswer<A>> void answer(
            Call call,
            ExchangeRequest<A> payload,
            Optional<Boolean> shorten,
            Consumer<String> progress,
            AnswerWriter<A> writer) {
        note(call, call.journal());
        Exchange exchange = exchange(call, call.id(), shorten, progress);
        try (var _ = call.watch().whenClientLeaves(exchange.cancellation()::cancel)) {
            exchanges.answer(payload, exchange, CallHeaders.of(call), call.journal(), writer);
        }
    }

    /** Answers a chat for the server's own use, and gives its events away. */
    public void whole(Call call, ChatPayload payload, Consumer<ReplyEvent> events) {
        answer(
                call,
                payload,
                _ -> {},
                reply -> {
                    for (ReplyEvent e = reply.next(); e != null; e = reply.next()) {
                        events.accept(e);
                    }
                });
    }

    /** Notes what the headers of a request wish. */
    private static void note(Call call, Journal journal) {
        Headers headers = call.request().headers();
        if (ChoiceHeader.TRACE.of(headers).orElse(false)) {
            refuseTrace(call);
            journal.trace();
        }
        if (ChoiceHeader.RESUME.of(headers).orElse(false)) {
            journal.backends().resume();
        }
        TierHeader.of(call).ifPresent(journal.backends()::wish);
        SessionHeader.of(headers).ifPresent(journal.backends()::session);
    }

    private Exchange exchange(
            Call call, String id, Optional<Boolean> shorten, Consumer<String> progress) {
        Headers headers = call.request().headers();
        return new Exchange(
                id,
                PriorityHeader.caller(call.caller(), headers),
                dialect,
                Hops.of(headers),
                progress,
                ChoiceHeader.PROGRESS
                        .of(headers)
                        .orElse(call.caller().showLoading() || showLoading),
                ChoiceHeader.TRUNCATE.of(headers).or(() -> shorten).orElse(mayShorten));
    }

    /**
     * Prepares a request that goes on without its client.
     *
     * @param id the id of the exchange
     * @param journal takes notes on the way
     * @param shorten what the body says about a conversation that does not fit
     */
    public Detached detached(Call call, String id, Journal journal, Optional<Boolean> shorten) {
        note(call, journal);
        Map<String, List<String>> headers = new HashMap<>();
        for (Header header : call.request().headers()) {
            headers.put(header.name().toLowerCase(Locale.ROOT), List.copyOf(header.allValues()));
        }
        return new Detached(
                exchanges,
                exchange(call, id, shorten, _ -> {}),
                name -> headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    }

    /**
     * A request that goes on without its client, with the rights and wishes that it came with.
     *
     * @param exchange cancels it
     * @param headers the headers that it came with
     */
    public record Detached(Exchanges exchanges, Exchange exchange, HeaderValues headers) {

        /** Answers it, as {@link Exchanges#answer} does. */
        public <A extends ExchangeAnswer<A>> void answer(
                ExchangeRequest<A> payload, Journal journal, AnswerWriter<A> writer) {
            exchanges.answer(payload, exchange, headers, journal, writer);
        }
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
