package dev.chasqui.application.exchange;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.ForwardAbility;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.List;

/**
 * A call that is forwarded unchanged to the server of its model. No other backend is tried if that
 * fails: the call may have changed something on the server, and would change it again elsewhere.
 *
 * @param to the backend that has the call's model
 * @param call the call
 */
public record ForwardPayload(Candidate to, Forward call) implements Payload<Forwarded> {

    @Override
    public String model() {
        return call.model();
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
        return candidate
                .ability(ForwardAbility.class)
                .forward(call, Asker.of(exchange), exchange.cancellation());
    }

    @Override
    public boolean mayFailOver(Failure failure) {
        return false;
    }
}
