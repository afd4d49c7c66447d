package dev.chasqui.application.exchange;

import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.port.exchange.Admission;
import dev.chasqui.application.port.exchange.AdmissionRequest;
import dev.chasqui.application.port.exchange.ExchangeListener;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToIntFunction;

/**
 * The exchanges that parts of this server begin themselves, such as the background work of a
 * plug-in. They go through admission and dispatch, without commands and agents, and the listeners
 * learn of them as of every exchange. Safe for use by several threads.
 */
public final class InternalCalls {
    private final Admission admission;
    private final Dispatch dispatch;
    private final List<ExchangeListener> listeners;
    private final ToIntFunction<Failure> status;
    private final Optional<String> keptInside;

    /**
     * @param listeners notified once of every call
     * @param status the HTTP status by which the listeners count a failure
     */
    public InternalCalls(
            Admission admission,
            Dispatch dispatch,
            List<ExchangeListener> listeners,
            ToIntFunction<Failure> status) {
        this(admission, dispatch, listeners, status, Optional.empty());
    }

    private InternalCalls(
            Admission admission,
            Dispatch dispatch,
            List<ExchangeListener> listeners,
            ToIntFunction<Failure> status,
            Optional<String> keptInside) {
        this.admission = admission;
        this.dispatch = dispatch;
        this.listeners = List.copyOf(listeners);
        this.status = status;
        this.keptInside = keptInside;
    }

    /**
     * Returns the same calls, none of which goes to a backend outside this network.
     *
     * @param why the reason in short words, for the failure if no backend inside has the model
     */
    public InternalCalls inside(String why) {
        return new InternalCalls(admission, dispatch, listeners, status, Optional.of(why));
    }

    /**
     * Asks a model; returns when its reply has begun. The caller must close the reply.
     *
     * @param caller the name of the caller in log and metrics
     * @throws dev.chasqui.domain.failure.FailureException if no backend answers
     */
    public ChatReply chat(String caller, ChatRequest request, Cancellation cancellation) {
        ChatPayload payload = ChatPayload.of(request);
        InternalCall call = begin(caller, "internal/chat", payload, cancellation);
        return call.reply(() -> dispatch.send(payload, call.exchange(), call.journal()));
    }

    /**
     * Asks a model in the name of the owner of a session, in whose ledger it is entered; returns
     * when its reply has begun. It stays in this network if the session does. The caller must close
     * the reply.
     *
     * @param owner the name of the owner
     * @param session the name of the session
     * @throws dev.chasqui.domain.failure.FailureException if no backend answers
     */
    public ChatReply chatOfSession(
            String owner, String session, ChatRequest request, Cancellation cancellation) {
        ChatPayload payload = ChatPayload.of(request);
        InternalCall call = begin(owner, "internal/session", payload, cancellation);
        return call.reply(
                () -> {
                    call.journal().backends().session(session);
                    dispatch.restoreHold(call.exchange(), call.journal());
                    return dispatch.send(payload, call.exchange(), call.journal());
                });
    }

    /**
     * Returns the context length of a model in tokens, asked for in the name of the owner of a
     * session, as {@link #chatOfSession} would; empty if it is not known.
     */
    public OptionalInt contextLength(String owner, String session, String model) {
        Exchange exchange = exchange(owner);
        Journal journal = new Journal(Instant.now());
        journal.backends().session(session);
        dispatch.restoreHold(exchange, journal);
        try {
            return dispatch.contextLength(model, journal, exchange);
        } catch (FailureException e) {
            return OptionalInt.empty();
        }
    }

    private static Exchange exchange(String name) {
        return new Exchange(
                UUID.randomUUID().toString(),
                new Caller(name, Caller.Role.USER, Set.of()),
                Dialect.OPENAI,
                _ -> {});
    }

    /**
     * Makes vectors of texts.
     *
     * @param caller the name of the caller in log and metrics
     * @throws dev.chasqui.domain.failure.FailureException if no backend answers
     */
    public EmbeddingReply embed(
            String caller, EmbeddingRequest request, Cancellation cancellation) {
        EmbedPayload payload = new EmbedPayload(request);
        InternalCall call = begin(caller, "internal/embed", payload, cancellation);
        return call.whole(() -> dispatch.send(payload, call.exchange(), call.journal()).reply());
    }

    /**
     * Has a model rank texts by a question, and returns the score of each text, in the order of the
     * texts; higher is better.
     *
     * @param caller the name of the caller in log and metrics
     * @param texts at least one
     * @throws dev.chasqui.domain.failure.FailureException if no backend answers, or not with one
     *     number for each text
     */
    public double[] rank(
            String caller,
            String model,
            String question,
            List<String> texts,
            Cancellation cancellation) {
        RankingCall ranking = new RankingCall(model, question, texts);
        RelayPayload payload = ranking.payload();
        InternalCall call = begin(caller, "internal/rerank", payload, cancellation);
        return call.whole(
                () -> ranking.scores(dispatch.send(payload, call.exchange(), call.journal())));
    }

    private InternalCall begin(
            String name, String operation, ExchangeRequest<?> payload, Cancellation cancellation) {
        Exchange exchange = exchange(name);
        RequestKind kind = payload.requestKind();
        Permit permit =
                admission.enter(
                        new AdmissionRequest(
                                exchange.caller(), payload.model(), kind, payload::estimate));
        Journal journal = new Journal(Instant.now());
        keptInside.ifPresent(journal.backends()::hold);
        journal.keepContentFor(listeners);
        journal.model(payload.model());
        journal.kind(kind);
        return new InternalCall(
                        exchange,
                        journal,
                        Exchanges.noted(permit, journal),
                        kind,
                        operation,
                        listeners,
                        status)
                .under(cancellation);
    }
}
