package dev.chasqui.application.port;

import dev.chasqui.domain.exchange.Cancellation;

/**
 * The ability to relay requests of OpenAI's API that need no translation, such as one for a
 * transcription.
 */
public interface RelayAbility extends Ability {

    /**
     * Sends a call unchanged to the server of the call's model.
     *
     * <p>Returns when the answer has begun, whose status is below 300. An error of the server is a
     * failure; it is {@code BackendRefused} with {@code onlyHere} if the server does not serve the
     * path, or was started without that ability. Cancelling closes the connection at any time, also
     * while this method waits.
     */
    Forwarded relay(Forward call, Asker asker, Cancellation cancellation);
}
