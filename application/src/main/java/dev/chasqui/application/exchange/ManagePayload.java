package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.OtherRequests;
import dev.chasqui.application.agents.Pipeline;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.agents.RequestOrigin;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.ManageAbility;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;

import java.util.List;
import java.util.Optional;

/**
 * A change of a server's own models, which that server carries out. No other one is tried if it
 * fails.
 *
 * @param to the server, which has the {@link ManageAbility}, and the model
 * @param call the call
 * @param takesLong true if the server works on large files for it, and may say nothing meanwhile
 */
public record ManagePayload(Candidate to, Forward call, boolean takesLong)
        implements Payload<Forwarded> {

    @Override
    public String model() {
        return call.model();
    }

    /** {@inheritDoc} The rules are about questions to models, not about changes of them. */
    @Override
    public Prepared<Forwarded> prepare(Pipelines pipelines, RequestOrigin origin) {
        return new Prepared<>(Pipeline.EMPTY, chain -> chain.send(this));
    }

    @Override
    public Optional<OtherRequests.Text> text() {
        return Optional.empty();
    }

    @Override
    public ManagePayload withModel(String name) {
        throw new UnsupportedOperationException("a change stays with its model");
    }

    @Override
    public List<Candidate> route(Models models) {
        return List.of(to);
    }

    @Override
    public Forwarded send(Candidate candidate, Exchange exchange, Journal journal) {
        return candidate
                .ability(ManageAbility.class)
                .manage(call, takesLong, Asker.of(exchange), exchange.cancellation());
    }

    @Override
    public boolean mayFailOver(Failure failure) {
        return false;
    }
}
