package dev.chasqui.application.port;

import dev.chasqui.domain.exchange.Cancellation;

/**
 * The ability of a backend to receive requests of OpenAI's API without translation, such as one for
 * a transcription.
 */
public interface RelayAbility extends Ability {

    /**
     * Sends a call unchanged to the server of the call's model.
     *
     * <p>Returns when the head of the answer has arrived; its status is below 300. Cancelling
     * closes the connection at any time, also while this method waits.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the server answers with an error or
     *     not at all; with {@code BackendRefused} whose {@code onlyHere} is true if the server does
     *     not serve the path, or was started without that ability
     */
    Forwarded relay(Forward call, Asker asker, Cancellation cancellation);
}
