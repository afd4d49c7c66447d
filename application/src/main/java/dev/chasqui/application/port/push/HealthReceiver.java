package dev.chasqui.application.port.push;

import dev.chasqui.domain.json.Json;

/** A service that is told the health of the backends. */
public interface HealthReceiver {

    /**
     * Sends a report and waits for the answer, for a bounded time.
     *
     * @throws dev.chasqui.domain.failure.FailureException if it does not take it
     */
    void receive(Json.Obj report);
}
