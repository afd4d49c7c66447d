package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.OtherRequests;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.exchange.journal.RelayedUsage;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.ForwardAbility;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A call that is forwarded unchanged to the server of its model. No other backend is tried if that
 * fails: the call may have changed something on the server, and would change it again elsewhere.
 *
 * @param to the backend that has the call's model
 * @param call the call
 * @param model the model name that the client asks for
 */
public record ForwardPayload(Candidate to, Forward call, String model)
        implements Payload<Forwarded> {

    /** Makes the payload of a call that names the model as its backend does. */
    public ForwardPayload(Candidate to, Forward call) {
        this(to, call, call.model());
    }

    /**
     * {@inheritDoc} A call that only reads has none. A body whose length is known only at its end
     * counts as larger than any bound.
     */
    @Override
    public Optional<OtherRequests.Text> text() {
        return List.of("GET", "HEAD").contains(call.method())
                ? Optional.empty()
                : Optional.of(
                        new OtherRequests.Text(
                                RequestKind.FORWARD,
                                call.path(),
                                () -> call.body().length().orElse(Long.MAX_VALUE)));
    }

    /** {@inheritDoc} The answer has the bound that the body sets, or a usual one. */
    @Override
    public TokenEstimate estimate() {
        OptionalLong size = call.body().length();
        return text().isEmpty() || size.isEmpty()
                ? TokenEstimate.NONE
                : new TokenEstimate(
                        TokenEstimate.tokens(size.getAsLong()),
                        AnswerBound.of(call.path(), call.body()));
    }

    @Override
    public RequestKind requestKind() {
        return RequestKind.FORWARD;
    }

    @Override
    public ForwardPayload withModel(String name) {
        throw new FailureException(
                new Failure.Invalid(
                        "model",
                        "\""
                                + model
                                + "\" (expected: \""
                                + name
                                + "\", since a rule of the config has that model answer)"));
    }

    @Override
    public List<Candidate> route(Models models) {
        if (!to.can(ForwardAbility.class)) {
            throw new FailureException(
                    new Failure.NotFound(
                            "backend '"
                                    + to.backend().name()
                                    + "', which has the model '"
                                    + call.model()
                                    + "', forwards nothing; ask for a model of a server"));
        }
        return List.of(to);
    }

    @Override
    public Forwarded send(Candidate candidate, Exchange exchange, Journal journal) {
        journal.sentUnread();
        Forwarded answer =
                candidate
                        .ability(ForwardAbility.class)
                        .forward(call, Asker.of(exchange), exchange.cancellation());
        return text().isPresent() && AnswerBound.isWritten(call.path())
                ? RelayedUsage.written(
                        answer, journal, TokenEstimate.tokens(call.body().length().orElse(0)))
                : RelayedUsage.noted(answer, journal);
    }

    @Override
    public boolean mayFailOver(Failure failure) {
        return false;
    }
}
