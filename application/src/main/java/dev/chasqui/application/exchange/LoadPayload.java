package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.OtherRequests;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.LoadAbility;
import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;

import java.util.List;
import java.util.Optional;

/** A request to load a model or to unload it. */
public record LoadPayload(LoadRequest request) implements Payload<LoadPayload.Done> {

    @Override
    public String model() {
        return request.model();
    }

    @Override
    public Optional<OtherRequests.Text> text() {
        return Optional.empty();
    }

    @Override
    public LoadPayload withModel(String name) {
        return new LoadPayload(request.withModel(name));
    }

    @Override
    public List<Candidate> route(Models models) {
        return models.find(request.model());
    }

    /** {@inheritDoc} A backend without the ability to load has its models in memory anyway. */
    @Override
    public Done send(Candidate to, Exchange exchange, Journal journal) {
        to.backend()
                .ability(LoadAbility.class)
                .ifPresent(
                        loading ->
                                loading.load(
                                        request.withModel(to.model().id()),
                                        Asker.of(exchange),
                                        exchange.cancellation()));
        return new Done();
    }

    @Override
    public boolean mayFailOver(Failure failure) {
        return failure.mayFailOver();
    }

    /** The answer: the model is loaded, or was told to leave. */
    public record Done() implements ImmediateAnswer<Done> {}
}
