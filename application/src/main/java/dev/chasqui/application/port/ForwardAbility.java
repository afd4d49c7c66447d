package dev.chasqui.application.port;

import dev.chasqui.domain.exchange.Cancellation;

/** The ability to bring a call as it is to the server of its model. */
public interface ForwardAbility extends Ability {

    /**
     * Sends a call as it is to the server of the call's model.
     *
     * <p>Returns when the answer has begun, whatever its status; but a server that refuses our key
     * has failed. Cancelling closes the connection at any time, also while this method waits.
     */
    Forwarded forward(Forward call, Asker asker, Cancellation cancellation);
}
