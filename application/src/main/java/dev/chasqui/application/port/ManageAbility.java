package dev.chasqui.application.port;

import dev.chasqui.domain.exchange.Cancellation;

/**
 * The ability of a server to create, copy, delete, pull and push its own models. It takes the calls
 * for that in the words of its dialect.
 */
public interface ManageAbility extends Ability {

    /**
     * Sends a call unchanged to the server.
     *
     * <p>Returns when the answer has begun, whatever its status; but it is a failure if the server
     * refuses our key. Cancelling closes the connection at any time, also while this method waits.
     *
     * @param takesLong true to wait long for each piece of the answer: a server says nothing while
     *     it checks a large file
     */
    Forwarded manage(Forward call, boolean takesLong, Asker asker, Cancellation cancellation);
}
