package dev.chasqui.bootstrap.memory;

import dev.chasqui.application.exchange.InternalCalls;
import dev.chasqui.application.sessions.summary.SummaryModel;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.session.SessionKey;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * The server's models for summaries, by the present configuration.
 *
 * @param calls returns the calls of models; empty while the server starts
 */
public record OwnModels(Supplier<Optional<InternalCalls>> calls) implements SummaryModel {

    @Override
    public ChatReply ask(SessionKey session, ChatRequest request, Cancellation cancellation) {
        return calls.get()
                .orElseThrow(
                        () ->
                                new FailureException(
                                        new Failure.Overloaded(
                                                "the server is starting", Duration.ofSeconds(1))))
                .chatOfSession(session.owner(), session.name(), request, cancellation);
    }

    @Override
    public OptionalInt contextLength(SessionKey session, String model) {
        return calls.get()
                .map(present -> present.contextLength(session.owner(), session.name(), model))
                .orElseGet(OptionalInt::empty);
    }
}
