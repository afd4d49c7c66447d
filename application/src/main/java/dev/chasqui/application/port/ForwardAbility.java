package dev.chasqui.application.port;

import dev.chasqui.domain.exchange.Cancellation;

/** The ability to forward a call unchanged to the server of its model. */
public interface ForwardAbility extends Ability {

    /**
     * Sends a call unchanged to the server of the call's model.
     *
     * <p>Returns when the answer has begun, whatever its status; but it is a failure if the server
     * refuses our key. Cancelling closes the connection at any time, also while this method waits.
     */
    Forwarded forward(Forward call, Asker asker, Cancellation cancellation);
}
