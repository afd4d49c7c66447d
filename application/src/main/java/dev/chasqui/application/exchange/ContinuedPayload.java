package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.OtherRequests;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.exchange.resuming.Continuation;
import dev.chasqui.application.exchange.sending.Begun;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.application.routing.Needs;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;

import java.util.List;
import java.util.Optional;

/**
 * The rest of a chat whose reply broke off, in the form that each backend understands. No other
 * model continues it: the answer would change its voice amid a sentence.
 */
record ContinuedPayload(Continuation rest) implements Payload<ChatReply> {
    private static final int BAD_REQUEST = 400;

    /** Returns true if the reply to such a request is free text, and can be continued. */
    static boolean isPossible(ChatRequest request) {
        return request.form() == ChatRequest.Form.CHAT
                && !request.settings().format().structured()
                && ChatPayload.of(request).isOfOneAnswer();
    }

    /** Returns the longest form, by which the request is measured. */
    private ChatPayload chat() {
        return ChatPayload.of(rest.instructed());
    }

    @Override
    public String model() {
        return rest.request().model();
    }

    @Override
    public RequestKind requestKind() {
        return RequestKind.CHAT;
    }

    @Override
    public TokenEstimate estimate() {
        return chat().estimate();
    }

    @Override
    public Optional<OtherRequests.Text> text() {
        return Optional.empty();
    }

    @Override
    public ContinuedPayload withModel(String name) {
        return new ContinuedPayload(
                new Continuation(
                        rest.request().withModel(name), rest.text(), rest.tokens(), rest.broken()));
    }

    @Override
    public List<Candidate> route(Models models) {
        return chat().route(models);
    }

    @Override
    public ChatReply send(Candidate to, Exchange exchange, Journal journal) {
        return begin(to, exchange, journal).noted();
    }

    /** {@inheritDoc} A backend that refuses to continue its last message is asked in words. */
    @Override
    public Begun<ChatReply> begin(Candidate to, Exchange exchange, Journal journal) {
        Optional<String> type = to.backend().type();
        if (Continuation.continues(type)) {
            try {
                return ChatPayload.of(rest.begun(type)).begin(to, exchange, journal);
            } catch (FailureException e) {
                if (rest.text().isEmpty()
                        || !(e.failure() instanceof Failure.BackendRefused refused)
                        || refused.status() != BAD_REQUEST) {
                    throw e;
                }
            }
        }
        return ChatPayload.of(rest.instructed()).begin(to, exchange, journal);
    }

    @Override
    public Needs needs() {
        return chat().needs();
    }

    @Override
    public Optional<String> askedLast() {
        return Optional.of(rest.broken());
    }

    /** {@inheritDoc} The one that broke off is no caller's fault, so each may be asked. */
    @Override
    public boolean mayFailOver(Failure failure) {
        return failure instanceof Failure.OfBackend || failure.mayFailOver();
    }
}
