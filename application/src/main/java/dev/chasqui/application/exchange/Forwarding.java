package dev.chasqui.application.exchange;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

/**
 * Brings a call that no agent sees to the server of its model. Nobody else is tried if that fails:
 * what the call changes there it would change elsewhere.
 *
 * <p>Safe for use by several threads.
 */
public final class Forwarding {
    private final Models models;
    private final OpenCalls calls;

    public Forwarding(Models models, OpenCalls calls) {
        this.models = models;
        this.calls = calls;
    }

    /**
     * Sends the call; returns when the answer has begun.
     *
     * @param to who has the call's model
     * @param journal takes notes on the way
     * @throws FailureException if there is no answer
     */
    public Forwarded send(Candidate to, Forward call, Exchange exchange, Journal journal) {
        Backend backend = to.backend();
        journal.model(call.model());
        journal.asked(to);
        OpenCalls.Place place = calls.enter(journal.openCalls());
        boolean begun = false;
        try {
            Forwarded answer =
                    backend.forward(call, Backend.Asker.of(exchange), exchange.cancellation())
                            .holding(place::close);
            begun = true;
            journal.answered(to);
            return answer;
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.OfBackend) {
                models.doubt(backend);
            }
            throw e;
        } finally {
            if (!begun) {
                place.close();
            }
        }
    }
}
